internal import DuckDB
internal import Engines
internal import PipelineModel

extension DuckDBSession {
  /// The columns of a table input.
  func columns(of table: InputTable) throws -> [OutputManifest.Column] { try table.schema ?? columns(of: table.view) }

  /// The columns of a view.
  func columns(of view: String) throws -> [OutputManifest.Column] {
    let result = try execute("SELECT * FROM \(SQL.quoteIdentifier(view)) LIMIT 0")
    return zip(result.names, result.types).map { .init(name: $0, type: "\($1)") }
  }

  /// How many rows a view has.
  func rows(of view: String) throws -> Int {
    Int(try execute("SELECT count(*) FROM \(SQL.quoteIdentifier(view))").scalar(Int64.self))
  }
}

extension OutputManifest.Column {
  var isText: Bool { type == "VARCHAR" }
  var isList: Bool { type.hasSuffix("[]") }
  var isNested: Bool { type.hasSuffix("]") || type.hasPrefix("STRUCT") || type.hasPrefix("MAP") }
}
