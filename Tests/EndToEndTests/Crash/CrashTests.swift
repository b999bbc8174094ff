import ArtifactStore
import Foundation
import JSON
import TestSupport
import Testing

/// Runs are killed at every named step and at random instants; the next run continues as if nothing had been.
///
/// `PALIER_SOAK=1` (`make soak`) kills 200 more at random, some of them twice; `PALIER_SEED` chooses the instants.
@Suite struct CrashTests {
  private static let isSoak = ProcessInfo.processInfo.environment["PALIER_SOAK"] == "1"
  private static let seed = ProcessInfo.processInfo.environment["PALIER_SEED"].flatMap(UInt64.init) ?? 20_260_131
  private static let steps = StoreStep.allCases.filter { !StoreStep.special.contains($0) }

  /// Runs until nothing is left to do, and compares with a run that nobody killed.
  private func expectWhole(
    _ project: CrashProject, _ output: String, _ configuration: CrashProject.Configuration, _ what: String
  ) throws {
    let run = try project.run(output, configuration)
    #expect(run.code == 0, "\(what): \(run.errors)")
    #expect(run.contentDigests == project.digests[configuration], "\(what): other results")
    let faults = try OutputAudit(project.folder.path(output)).faults
    #expect(faults.isEmpty, "\(what): \(faults.joined(separator: ", "))")
    let again = try project.run(output, configuration)
    #expect(again.verdicts.values.allSatisfy { $0 == "fresh" }, "\(what): \(again.verdicts)")
    #expect(again.json["warnings"] == [], "\(what): \(again.output)")
  }

  @Test(arguments: steps) func aRunKilledAtAStepIsContinued(step: StoreStep) throws {
    let project = try CrashProject.shared.get()
    let output = try project.output(from: .first)
    defer { project.remove(output) }
    // What is mended before a run begins comes by this one already.
    let occurrence = step == .linksReplaced ? 2 : 1
    let killed = try project.run(output, .second, fault: "kill:\(step.rawValue):\(occurrence)")
    #expect(killed.code == 137, "\(step) was not reached: \(killed.errors)")
    try expectWhole(project, output, .second, "killed at \(step)")
    let statuses = try project.palier("history", output, ["--json"]).json.array?.map { $0["status"]?.string }
    // Killed before it began it leaves no trace; after its record is written, that record is right.
    switch step {
    case .locked, .leftoversRemoved: #expect(statuses?.contains("killed") == false)
    case .recordReplaced, .ended, .digestsSaved:
      #expect(statuses == ["succeeded", "succeeded", "succeeded", "succeeded"])
    default: #expect(statuses == ["succeeded", "succeeded", "killed", "succeeded"], "\(step): \(statuses ?? [])")
    }
  }

  /// In the short form, the steps that differ in what is there already when they fail.
  private static let failing: [StoreStep] =
    isSoak ? steps : [.begun, .synced, .pointerWritten, .pointerReplaced, .linkMade, .reportFilled, .recordWritten]

  @Test(arguments: failing) func aFullDiskAtAStepFailsTheRunAndTheNextIsWhole(step: StoreStep) throws {
    let project = try CrashProject.shared.get()
    let output = try project.output(from: .first)
    defer { project.remove(output) }
    let failed = try project.run(output, .second, fault: "fail:\(step.rawValue):1")
    // A record that cannot be kept hides nothing of what was published; links that cannot be mended before the run
    // begins keep it from nothing.
    let isBeside = [.recordWritten, .recordReplaced, .ended, .digestsSaved, .linksReplaced].contains(step)
    #expect(isBeside ? failed.code == 0 : failed.code == 1, "\(step): \(failed.code) \(failed.errors)")
    #expect(isBeside || failed.errors.contains("No space left on device"), "\(step): \(failed.errors)")
    try expectWhole(project, output, .second, "failed at \(step)")
  }

  @Test func aRunKilledWhileItMendsAKilledOneIsContinued() throws {
    let project = try CrashProject.shared.get()
    let mending: [StoreStep] = [.killedRecorded, .linkMade, .reportFilled]
    for step in Self.isSoak ? mending + [.leftoversRemoved, .recordWritten, .linksReplaced] : mending {
      let output = try project.output(from: .first)
      defer { project.remove(output) }
      #expect(try project.run(output, .second, fault: "kill:pointer-replaced:1").code == 137)
      let killed = try project.run(output, .second, fault: "kill:\(step.rawValue):1")
      #expect(killed.code == 137, "\(step) was not reached: \(killed.errors)")
      try expectWhole(project, output, .second, "killed at \(step) while mending")
    }
  }

  @Test func runsKilledAtRandomInstantsAreContinued() throws {
    let project = try CrashProject.shared.get()
    var generator = SplitMix(state: Self.seed)
    let count = Self.isSoak ? 200 : 10
    var (kills, twice, after) = (0, 0, 0)
    // Machines change their pace: an instant that comes too late makes the next ones earlier, so that most hit a run.
    var reach = project.seconds * 1.2
    for index in 0..<count {
      let start: CrashProject.Configuration? = generator.unit() < 0.4 ? nil : .first
      let output = try project.output(from: start)
      defer { project.remove(output) }
      let configuration: CrashProject.Configuration = start == nil && generator.unit() < 0.5 ? .first : .second
      let delay = generator.unit() * reach
      let killed = try project.run(output, configuration, killAfter: delay)
      #expect(killed.code == 137 || killed.code == 0, "\(killed.errors)")
      if killed.code == 137 { kills += 1 } else { after += 1 }
      reach = killed.code == 137 ? min(reach * 1.04, project.seconds * 1.5) : reach * 0.85
      if generator.unit() < 0.3 {
        let again = try project.run(output, configuration, killAfter: generator.unit() * reach)
        if again.code == 137 { twice += 1 }
      }
      try expectWhole(project, output, configuration, "kill \(index) of seed \(Self.seed), after \(delay) s")
    }
    print(
      "crash: seed \(Self.seed): \(count) runs, \(kills) killed, \(twice) of them twice, \(after) were done before; "
        + "each was continued to the results of a clean run")
    #expect(kills > 0)
  }
}

/// SplitMix64, seeded: the same instants on every run.
struct SplitMix {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }

  /// From 0 to 1.
  mutating func unit() -> Double { Double(next() >> 11) / 9_007_199_254_740_992 }
}
