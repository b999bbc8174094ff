internal import ArtifactStore
internal import JSON
internal import PipelineModel
internal import Platform
internal import Runner

/// A fresh stage for people: since when, and what its version was made from.
struct FreshDisplay {
  /// Files that are named before the rest is counted.
  private static let named = 2
  private let console: Console

  init(_ console: Console) { self.console = console }

  func show(_ manifest: Manifest, since run: String?, _ project: Project) {
    let since = run.map { " since run \($0)" } ?? ""
    console.print(console.styled("\(manifest.stage): fresh\(since)", .bold, on: .output))
    let made = manifest.run == run ? "" : " in run \(manifest.run)"
    console.print("version \(manifest.version), made\(made) in \(Amounts.seconds(manifest.seconds)) from")
    if let accepted = manifest.acceptedFrom {
      console.print("(accepted as equal to \(accepted); it was not run like this)")
    }
    guard let key = manifest.key else { return }
    var table = TextTable(["", ""])
    for (path, value) in key.parameters.sorted(by: { $0.key < $1.key }) {
      let text = value.text()
      let list = value.array.map { "\($0.count) items" }
      table.add(["  \(path)", text.count <= 60 ? text : list ?? String(text.prefix(59)) + "…"])
    }
    for (name, identity) in key.inputs.sorted(by: { $0.key < $1.key }) {
      switch identity {
      case .content(let digest): table.add(["  \(name)", input(name, digest, project)])
      case .files(let kind, let digests): table.add(["  \(name)", Self.files(kind, digests)])
      }
    }
    if let sql = project.config.stage(manifest.stage)?.sql { table.add(["  SQL", Paths.shown(sql.path)]) }
    table.add([
      "  \(key.sql.isEmpty ? "code" : "engine")",
      key.sql.isEmpty ? "\(key.kind), version \(key.codeVersion)" : manifest.engine,
    ])
    for line in table.lines(limit: 90, header: false) { console.print(line) }
  }

  private func input(_ name: String, _ digest: String, _ project: Project) -> String {
    var text = "content \(digest.prefix(8))"
    if case .output(let stage, let output)? = StageInput(name), let made = project.store.current(stage),
      let entry = made.outputs[output], entry.digest == digest
    {
      if let rows = entry.rows { text = "\(Amounts.count(rows)) rows, " + text }
      text += ", version \(made.version)"
    }
    return text
  }

  private static func files(_ kind: String, _ digests: [String: String]) -> String {
    let names = digests.keys.sorted()
    let list = names.prefix(names.count <= named + 1 ? names.count : named).joined(separator: ", ")
    let rest = names.count > named + 1 ? " and \(Amounts.count(names.count - named)) more" : ""
    return "\(kind): \(list)\(rest)"
  }
}
