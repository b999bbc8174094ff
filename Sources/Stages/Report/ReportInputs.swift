internal import DuckDB
internal import Engines
internal import JSON

/// What the report is made from: the stage's inputs, each of which the pipeline may leave out.
struct ReportInputs {
  let context: StageContext
  let session: DuckDBSession

  /// The view of the table input called `name` that has the column `column`, ready for SQL; nil where it is not declared.
  func view(_ name: String, having column: String) throws -> String? {
    try context.table(name, having: column, session).map { SQL.quoteIdentifier($0.view) }
  }

  /// The JSON input called `name` that has the member `member`; nil where it is not declared.
  func json(_ name: String, having member: String) throws -> JSON? { try context.json(name, having: member) }

  /// The rows of a small result, made into values.
  func rows<Made>(_ sql: String, _ make: (InputRow) throws -> Made) throws -> [Made] {
    let result = try session.execute(sql)
    let columns = Dictionary(uniqueKeysWithValues: result.names.enumerated().map { ($1, $0) })
    return try result.rows().map { try make(InputRow(columns: columns, values: $0)) }
  }
}
