internal import DuckDB
internal import JSON
internal import PipelineModel

/// Parameter values as SQL: typed literals, and views for lists. Text is quoted, never pasted.
enum SQLLiteral {
  /// The literal of a scalar, or nil for a list or an object.
  static func scalar(_ value: JSON) -> String? {
    switch value {
    case .null: "NULL"
    case .bool(let flag): flag ? "TRUE" : "FALSE"
    // Behind a minus sign a bare negative number would begin a comment.
    case .int(let number): number < 0 ? "(\(number))" : String(number)
    case .double(let number): "CAST(\(SQL.quoteLiteral(number.description)) AS DOUBLE)"
    case .string(let text): SQL.quoteLiteral(text)
    case .array, .object: nil
    }
  }

  /// The statement that makes the view of a list parameter, or nil for another value.
  ///
  /// A list of scalars has the columns `position` (from 1) and `value`; a list of objects their keys.
  static func view(_ path: String, _ value: JSON) -> String? {
    guard case .array(let elements) = value else { return nil }
    let name = SQL.quoteIdentifier(ParameterSet.viewName(path))
    let type: String? =
      switch ParameterCatalog.definition(path)?.type {
      case .numbers?: "DOUBLE"
      case .texts?: "VARCHAR"
      default: nil
      }
    if let first = elements.first?.object {
      let columns = first.map { SQL.quoteIdentifier($0.key) }.joined(separator: ", ")
      let rows = elements.map { element in
        "(" + first.map { scalar(element[$0.key] ?? nil) ?? "NULL" }.joined(separator: ", ") + ")"
      }
      return "CREATE TEMP VIEW \(name) AS SELECT * FROM (VALUES \(rows.joined(separator: ", "))) AS t(\(columns))"
    }
    guard !elements.isEmpty else {
      return "CREATE TEMP VIEW \(name) AS SELECT 0::BIGINT AS position, NULL::\(type ?? "VARCHAR") AS value WHERE FALSE"
    }
    let rows = elements.enumerated().map { "(\($0 + 1), \(scalar($1) ?? "NULL"))" }
    let value = type.map { "CAST(value AS \($0))" } ?? "value"
    return "CREATE TEMP VIEW \(name) AS SELECT CAST(position AS BIGINT) AS position, \(value) AS value "
      + "FROM (VALUES \(rows.joined(separator: ", "))) AS t(position, value)"
  }
}
