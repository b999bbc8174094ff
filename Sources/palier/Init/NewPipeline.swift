internal import Engines
internal import JSON
internal import PipelineModel
internal import Platform
internal import Runner

/// The default pipeline, on another source.
struct NewPipeline {
  /// The pipeline's name.
  let name: String
  /// The kind of its source.
  let kind: SourceKind
  /// What is said of the source beside kind and files.
  let options: SourceOptions
  /// The source's files, as the config names them.
  let files: [String]
  /// The currency of the amounts.
  let currency: String

  /// The pipeline, made of the one that Palier brings.
  /// - Throws: `FileError`, `JSONSyntaxError` where that one cannot be read.
  func json() throws -> JSON {
    let path = Installation.folder + "/pipeline.json"
    let base = try JSONParser.parse(try Files.read(path), dialect: .commented).json
    let members = (base.object ?? []).compactMap { member -> (String, JSON)? in
      switch member.key {
      case "$schema": nil
      case "name": ("name", .string(name))
      case "sources": ("sources", ["sales": source])
      case "parameters": ("parameters", parameters(member.value))
      case "stages": ("stages", .array((member.value.array ?? []).map(stage)))
      default: (member.key, member.value)
      }
    }
    return .members(members)
  }

  private var source: JSON {
    var members: [(String, JSON)] = [
      ("kind", .string(kind.name)), ("files", .array(files.map { .string($0) })),
    ]
    let said = options.json.object ?? []
    // What is short first, the long map of columns last.
    members += said.filter { $0.key != "columns" }.map { ($0.key, $0.value) }
    members += said.filter { $0.key == "columns" }.map { ($0.key, $0.value) }
    return .members(members)
  }

  private func parameters(_ value: JSON) -> JSON {
    let members = (value.object ?? []).map { member -> (String, JSON) in
      guard let group = member.value.object else { return (member.key, member.value) }
      return (
        member.key, .members(group.map { ($0.key, $0.key == "currency" ? .string(currency) : $0.value) })
      )
    }
    return .members(members)
  }

  private func stage(_ value: JSON) -> JSON {
    guard value["id"] == "ingest" else { return value }
    let file = kind.reading == .mapped ? "table" : kind.name
    let members = (value.object ?? []).compactMap { member -> (String, JSON)? in
      switch member.key {
      case "sql": ("sql", .string("stages/ingest/\(file).sql"))
      case "parameters" where kind == .olist: ("parameters", ["non_product_codes", "olist"])
      case "outputs": nil
      case "partition": if case .tables = kind.reading { nil } else { (member.key, member.value) }
      default: (member.key, member.value)
      }
    }
    return .members(members)
  }
}
