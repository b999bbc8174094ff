internal import DuckDB
internal import Engines

/// A column as an export sees it.
struct TableColumn {
  var name: String
  /// The engine's name for the type.
  var type: String

  var isText: Bool { type == "VARCHAR" }
  var isList: Bool { type.hasSuffix("[]") }
  var isNested: Bool { type.hasSuffix("]") || type.hasPrefix("STRUCT") || type.hasPrefix("MAP") }
}

extension DuckDBSession {
  /// The columns of a view.
  func columns(of view: String) throws -> [TableColumn] {
    let result = try execute("SELECT * FROM \(SQL.quoteIdentifier(view)) LIMIT 0")
    return zip(result.names, result.types).map { TableColumn(name: $0, type: "\($1)") }
  }

  /// How many rows a view has.
  func rows(of view: String) throws -> Int {
    Int(try execute("SELECT count(*) FROM \(SQL.quoteIdentifier(view))").scalar(Int64.self))
  }
}
