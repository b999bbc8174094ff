import Foundation
import JSON
import TestSupport
import Testing

/// A model that is held from night to night, as the command line shows it.
@Suite struct RefitTests {
  /// A project whose last days are still to come.
  private func project(_ policy: String) throws -> (Sandbox, later: [String]) {
    let sandbox = try Sandbox()
    try sandbox.edit("pipeline.json", "\"kmeans\": {", "\"kmeans\": { \"refit\": \"\(policy)\",")
    let later = Array(try sandbox.sampleFiles().suffix(20))
    try FileManager.default.createDirectory(
      at: sandbox.folder.url.appendingPathComponent("later"), withIntermediateDirectories: true)
    for file in later { try move(file, "data/sample", "later", sandbox) }
    return (sandbox, later)
  }

  private func move(_ file: String, _ from: String, _ to: String, _ sandbox: Sandbox) throws {
    try FileManager.default.moveItem(
      atPath: sandbox.folder.path("\(from)/\(file)"), toPath: sandbox.folder.path("\(to)/\(file)"))
  }

  private func json(_ output: String, _ sandbox: Sandbox, _ arguments: String...) throws -> JSON {
    try PalierProcess.run(["show", output, "--json"] + arguments, in: sandbox.folder.root).json
  }

  @Test func aHeldModelServesUntilARefitIsAskedFor() throws {
    let (sandbox, later) = try project("hold")
    let first = try sandbox.run()
    #expect(first.code == 0, "\(first.errors)")
    #expect(try json("kmeans.refit", sandbox)["event"]?.string == "fitted")
    let model = try json("kmeans.model", sandbox)
    // Nights with new data: the same model, and nothing to do the second time.
    for file in later.dropLast() { try move(file, "later", "data/sample", sandbox) }
    let night = try sandbox.run()
    #expect(night.verdicts["kmeans"] == "ran", "\(night.errors)")
    let kept = try json("kmeans.refit", sandbox)
    #expect(kept["event"]?.string == "kept" && (kept["age_days"]?.double ?? 0) > 1, "\(kept)")
    #expect(try json("kmeans.model", sandbox) == model)
    #expect(try sandbox.run().verdicts.values.allSatisfy { $0 == "fresh" })
    // Limits do not shape the model; the verdict follows them, and status tells.
    let strict = try sandbox.run("--set", "kmeans.refit_psi=0", "--set", "kmeans.refit_far=0")
    #expect(strict.verdicts["kmeans"] == "ran" && strict.errors.contains("refit due: "), "\(strict.errors)")
    #expect(try json("kmeans.model", sandbox) == model)
    let status = try sandbox.palier("status", "--set", "kmeans.refit_psi=0", "--set", "kmeans.refit_far=0")
    #expect(
      status.output.contains("refit due: the distribution of “days since last order” has moved"), "\(status.output)")
    // Asked for: a new model, who moved where, and the clusters of a run that never held one.
    let asked = try sandbox.run("--force", "kmeans")
    #expect(asked.code == 0, "\(asked.errors)")
    let refit = try json("kmeans.refit", sandbox)
    #expect(refit["event"]?.string == "refitted" && refit["ari"]?.double != nil, "\(refit)")
    let moves = try json("kmeans.migrations", sandbox).array ?? []
    let customers = try json("kmeans.assignments", sandbox, "-n", "0").array?.count
    #expect(moves.reduce(0) { $0 + ($1["customers"]?.int ?? 0) } == customers)
    #expect(try sandbox.run().verdicts.values.allSatisfy { $0 == "fresh" })
    let clean = try sandbox.run("--output", "clean", "--set", "kmeans.refit=always")
    let assignments = asked.json["stages"]?.array?.first { $0["id"]?.string == "kmeans" }?["outputs"]?["assignments"]
    let anew = clean.json["stages"]?.array?.first { $0["id"]?.string == "kmeans" }?["outputs"]?["assignments"]
    #expect(assignments?["digest"] != nil && assignments?["digest"] == anew?["digest"])
    // The new model is the one that is held from now on.
    try move(#require(later.last), "later", "data/sample", sandbox)
    #expect(try sandbox.run().code == 0)
    #expect(try json("kmeans.refit", sandbox)["event"]?.string == "kept")
    // Another number of clusters is another question: nothing is held for it.
    #expect(try sandbox.run("--set", "kmeans.k=3").code == 0)
    #expect(try json("kmeans.refit", sandbox)["event"]?.string == "fitted")
  }

  @Test func aModelThatIsDueIsMadeAnewByItself() throws {
    let (sandbox, later) = try project("when_due")
    try sandbox.edit("pipeline.json", "\"kmeans\": {", "\"kmeans\": { \"refit_after\": \"2 days\",")
    try sandbox.edit("pipeline.json", "\"kmeans\": {", "\"kmeans\": { \"refit_psi\": 100, \"refit_far\": 1,")
    #expect(try sandbox.run().code == 0)
    try move(later[0], "later", "data/sample", sandbox)
    #expect(try sandbox.run().code == 0)
    let kept = try json("kmeans.refit", sandbox)
    #expect(kept["event"]?.string == "kept" && kept["due"]?.bool == false, "\(kept)")
    for file in later.dropFirst() { try move(file, "later", "data/sample", sandbox) }
    let run = try sandbox.run()
    #expect(run.code == 0 && !run.errors.contains("refit due"), "\(run.errors)")
    let refit = try json("kmeans.refit", sandbox)
    #expect(refit["event"]?.string == "refitted", "\(refit)")
    #expect(refit["causes"]?[0]?["en"]?.string?.hasPrefix("the model is ") == true, "\(refit)")
  }
}
