internal import JSON
internal import PipelineModel
internal import Runner

/// `palier graph`.
enum GraphCommand: Command {
  static let name = "graph"
  static let summary = "the stages and what they read"
  static let options = [Option("format", value: "KIND", "text, mermaid, dot or json (default: text)")]

  static func run(_ arguments: Arguments, _ console: Console) throws -> Int32 {
    _ = try arguments.operands()
    let project = try project(arguments)
    let format = console.isJSON ? "json" : arguments.value("format") ?? "text"
    let stages = project.graph.order.compactMap { project.config.stage($0) }
    switch format {
    case "text":
      for stage in stages {
        console.print("\(stage.id) (\(stage.kind.name)) ← \(stage.inputs.map(\.description).joined(separator: ", "))")
      }
    case "mermaid":
      console.print("graph TD")
      for name in sources(stages) { console.print("  source_\(name)[(\"\(name)\")]") }
      for stage in stages { console.print("  \(stage.id)[\"\(stage.id)\"]") }
      for (from, to, label) in edges(stages) { console.print("  \(from) -->|\(label)| \(to)") }
    case "dot":
      console.print("digraph pipeline {\n  rankdir=TB;\n  node [shape=box];")
      for name in sources(stages) { console.print("  source_\(name) [shape=cylinder, label=\"\(name)\"];") }
      for (from, to, label) in edges(stages) { console.print("  \(from) -> \(to) [label=\"\(label)\"];") }
      console.print("}")
    case "json":
      console.data([
        "stages": .array(
          stages.map {
            [
              "id": .string($0.id), "kind": .string($0.kind.name),
              "inputs": .array($0.inputs.map { .string($0.description) }),
              "outputs": .array($0.outputs.map { .string($0) }),
              "parameters": .array($0.parameters.map { .string($0) }),
            ]
          })
      ])
    default: throw UsageError("--format takes text, mermaid, dot or json, not \"\(format)\"")
    }
    return ExitCode.success
  }

  private static func sources(_ stages: [StageDeclaration]) -> [String] {
    var names: [String] = []
    for stage in stages {
      for case .source(let name) in stage.inputs where !names.contains(name) { names.append(name) }
    }
    return names
  }

  /// One edge for each pair of stages, labelled with the outputs that pass.
  private static func edges(_ stages: [StageDeclaration]) -> [(from: String, to: String, label: String)] {
    var edges: [(from: String, to: String, label: String)] = []
    for stage in stages {
      for input in stage.inputs {
        let (from, label) =
          switch input {
          case .source(let name): ("source_\(name)", "files")
          case .output(let producer, let output): (producer, output)
          }
        if let index = edges.firstIndex(where: { $0.from == from && $0.to == stage.id }) {
          edges[index].label += ", \(label)"
        } else {
          edges.append((from, stage.id, label))
        }
      }
    }
    return edges
  }
}
