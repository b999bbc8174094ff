import Engines
import Foundation
import PipelineModel
import Runner
import TestSupport

/// A pipeline of commands in a folder of a test's own, run in this process.
final class CommandProject {
  let folder: TemporaryDirectory

  init() throws { folder = try TemporaryDirectory() }

  /// Writes a pipeline of the stages' texts and opens it.
  func open(_ stages: [String], _ rest: String = "", overrides: ConfigLoader.Overrides = .init()) throws -> Project {
    let config = try folder.write(
      "p.json", "{ \"name\": \"p\", \(rest) \"stages\": [\n\(stages.joined(separator: ",\n"))\n] }")
    return try Project(configPath: config, output: folder.path("output"), overrides: overrides)
  }

  /// Opens and runs a pipeline.
  func run(
    _ stages: [String], _ rest: String = "", overrides: ConfigLoader.Overrides = .init(),
    options: RunOptions = RunOptions()
  ) throws -> RunOutcome {
    try PipelineRunner(open(stages, rest, overrides: overrides), options, observer: SilentObserver()).execute()
  }

  /// A stage that runs a shell script; `rest` is more of its JSON.
  static func shell(
    _ id: String, _ script: String, inputs: [String] = [], outputs: [String: String] = ["out": "file"],
    _ rest: String = ""
  ) -> String {
    let escaped = script.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
    let made = outputs.sorted { $0.key < $1.key }.map { "\"\($0.key)\": \"\($0.value)\"" }.joined(separator: ", ")
    let read = inputs.map { "\"\($0)\"" }.joined(separator: ", ")
    return """
      { "id": "\(id)", "kind": "command", "command": ["sh", "-c", "\(escaped)"], "inputs": [\(read)],
        "outputs": { \(made) }\(rest.isEmpty ? "" : ", \(rest)") }
      """
  }

  /// The text of the first file of a stage's output.
  func text(_ outcome: RunOutcome, _ stage: String, _ output: String = "out") throws -> String {
    guard let manifest = outcome.stages.first(where: { $0.stage == stage })?.manifest,
      let file = manifest.outputs[output]?.files.first
    else { return "" }
    let path = folder.path("output/artifacts/\(stage)/\(manifest.version)/\(file.path)")
    return try String(contentsOfFile: path, encoding: .utf8)
  }
}

extension RunOutcome {
  /// What became of each stage.
  var verdicts: [String: StageOutcome.Verdict] {
    Dictionary(uniqueKeysWithValues: stages.map { ($0.stage, $0.verdict) })
  }

  /// A stage's failure.
  func failure(_ stage: String) -> StageFailure? { stages.first { $0.stage == stage }?.failure }
}
