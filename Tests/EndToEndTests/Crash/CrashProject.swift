import Foundation
import JSON
import TestSupport

/// A small project with a relational stage, a clustering and a report, for tests that kill runs by the dozen.
final class CrashProject: Sendable {
  let folder: TemporaryDirectory
  /// The content digests of a clean run, by configuration.
  let digests: [Configuration: [String: String]]
  /// Seconds of a clean run.
  let seconds: Double

  /// Two configurations that differ in all stages from `features` on.
  enum Configuration: String, CaseIterable {
    case first, second

    var arguments: [String] { self == .first ? [] : ["--set", "as_of=2030-01-01", "--set", "kmeans.k=2"] }
    var other: Configuration { self == .first ? .second : .first }
  }

  /// One project for all tests, each of which works on output folders of its own.
  static let shared = Result { try CrashProject() }

  private init() throws {
    folder = try TemporaryDirectory()
    try FileManager.default.copyItem(
      at: Repository.root.appendingPathComponent("stages"), to: folder.url.appendingPathComponent("stages"))
    try folder.write("pipeline.json", Self.pipeline)
    // The charts are not what is tested; the library's four megabytes would be most of each output folder.
    try folder.write("charts.js", "/* no charts */")
    let sample = try PalierProcess.run(
      ["sample", "data", "--lines", "1000", "--months", "3", "-q"], in: folder.root)
    guard sample.code == 0 else { throw CrashError(sample.errors) }
    var digests: [Configuration: [String: String]] = [:]
    var seconds = 0.0
    for configuration in Configuration.allCases {
      let run = try Self.run(folder, "clean-\(configuration)", configuration)
      guard run.code == 0 else { throw CrashError(run.errors) }
      digests[configuration] = run.contentDigests
      seconds = max(seconds, run.json["seconds"]?.double ?? 0)
    }
    self.digests = digests
    self.seconds = seconds
  }

  /// Runs the pipeline on an output folder.
  func run(
    _ output: String, _ configuration: Configuration, fault: String? = nil, killAfter: Double? = nil
  ) throws -> PalierProcess {
    try Self.run(folder, output, configuration, fault: fault, killAfter: killAfter)
  }

  private static func run(
    _ folder: TemporaryDirectory, _ output: String, _ configuration: Configuration, fault: String? = nil,
    killAfter: Double? = nil
  ) throws -> PalierProcess {
    var environment = ["PALIER_PLOTLY": folder.path("charts.js")]
    environment["PALIER_FAULT"] = fault
    return try PalierProcess.run(
      ["run", "--json", "--progress", "none", "--output", output] + configuration.arguments, in: folder.root,
      signal: killAfter.map { (SIGKILL, $0) }, environment: environment)
  }

  /// Runs another verb on an output folder.
  func palier(
    _ verb: String, _ output: String, _ arguments: [String] = [], fault: String? = nil
  ) throws -> PalierProcess {
    var environment = ["PALIER_PLOTLY": folder.path("charts.js")]
    environment["PALIER_FAULT"] = fault
    return try PalierProcess.run(
      [verb, "--output", output] + arguments, in: folder.root, environment: environment)
  }

  /// A fresh output folder; with `from`, as a clean run of that configuration left it.
  func output(from configuration: Configuration? = nil) throws -> String {
    let name = "output-\(UUID().uuidString)"
    if let configuration {
      // Times matter to what is trusted unread, links to what is current.
      let copy = try Command.run("/bin/cp", ["-a", folder.path("clean-\(configuration)"), folder.path(name)])
      guard copy.code == 0 else { throw CrashError(copy.errors) }
    }
    return name
  }

  /// Removes an output folder.
  func remove(_ output: String) { try? FileManager.default.removeItem(atPath: folder.path(output)) }

  struct CrashError: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
  }

  private static let pipeline = """
    {
      "name": "crash",
      "sources": { "sales": { "kind": "online_retail", "files": ["data/*.csv"] } },
      "parameters": { "kmeans": { "k": 3, "restarts": 1, "bootstrap": 2 } },
      "stages": [
        { "id": "ingest", "kind": "sql", "sql": "stages/ingest/online_retail.sql", "inputs": ["source:sales"],
          "parameters": ["non_product_codes"], "outputs": ["lines", "rejects", "profile"] },
        { "id": "clean_returns", "kind": "sql", "sql": "stages/clean_returns.sql",
          "inputs": ["ingest.lines", "ingest.rejects"], "parameters": ["returns", "duplicates"],
          "outputs": ["lines", "returns_ledger", "row_ledger"] },
        { "id": "features", "kind": "sql", "sql": "stages/features.sql", "inputs": ["clean_returns.lines"],
          "parameters": ["as_of"] },
        { "id": "kmeans", "kind": "kmeans", "inputs": ["features.customers"] },
        { "id": "report", "kind": "report",
          "inputs": ["ingest.rejects", "clean_returns.row_ledger", "features.window", "kmeans.model",
            "kmeans.k_selection", "kmeans.profiles"] },
      ],
    }
    """
}
