internal import DuckDB
internal import Engines
internal import PipelineModel

/// The SELECT of a stage's customers and their features, sorted by id so that their order never depends on how they were
/// stored.
struct CustomerQuery {
  /// The table, as the config names it.
  let input: String
  /// customer_id, then a column of doubles for each feature, then what was spent where that is no feature.
  let sql: String
  /// Columns after the id.
  let columns: Int
  /// Which of them, from 0, is what each customer spent; nil where the table has no such column.
  let monetary: Int?

  /// Finds the columns `names` in the stage's table of customers.
  /// - Throws: `StageFailure` naming a column that is missing, or empty for some customer.
  init(_ names: [String], _ context: StageContext, _ session: DuckDBSession) throws {
    guard let table = context.table("customers") else { throw StageFailure("there is no table of customers") }
    let view = SQL.quoteIdentifier(table.view)
    let known = try session.columns(of: table).map(\.name)
    guard !names.isEmpty else {
      throw StageFailure("\"kmeans.features\" is empty", cause: .usage, mend: "name one feature at least")
    }
    for name in names where !known.contains(name) {
      let column = OneHot(name)?.column ?? name
      guard !known.contains(column) else { continue }
      throw StageFailure(
        "there is no feature \"\(column)\" in \(table.input)", cause: .usage,
        mend: Suggestion.mend(column, known: known.filter { $0 != "customer_id" }))
    }
    let wanted = names + (known.contains("monetary") && !names.contains("monetary") ? ["monetary"] : [])
    let takesMedian = try context.text("kmeans.missing") == "median"
    if !takesMedian { try Self.refuseMissing(names.filter(known.contains), view, table.input, session) }
    input = table.input
    columns = wanted.count
    monetary = wanted.firstIndex(of: "monetary")
    let list = wanted.map { name in
      if !known.contains(name), let choice = OneHot(name) {
        let word = "CAST(\(SQL.quoteIdentifier(choice.column)) AS VARCHAR)"
        return "CAST(\(word) IS NOT DISTINCT FROM \(SQL.quoteLiteral(choice.value)) AS DOUBLE)"
      }
      let value = "CAST(\(SQL.quoteIdentifier(name)) AS DOUBLE)"
      return takesMedian ? "coalesce(\(value), (SELECT median(\(value)) FROM \(view)), 0)" : value
    }
    sql = "SELECT customer_id, \(list.joined(separator: ", ")) FROM \(view) ORDER BY customer_id"
  }

  /// What to say where there is nobody.
  var nobody: StageFailure {
    StageFailure(
      "\(input) has no customer to cluster", mend: "see what was kept with: palier show clean_returns.row_ledger")
  }

  /// Refuses to fit on a word that nobody bears: it was mistyped, or is gone.
  /// - Parameter borne: by feature, whether it is not 0 for everybody.
  /// - Throws: `StageFailure` naming it, and the words there are.
  static func requireBearers(
    _ names: [String], _ borne: [Bool], _ context: StageContext, _ session: DuckDBSession
  ) throws {
    for (index, name) in names.enumerated() {
      guard !borne[index], let choice = OneHot(name), let table = context.table("customers") else { continue }
      let column = SQL.quoteIdentifier(choice.column)
      let words = try session.execute(
        """
        SELECT CAST(\(column) AS VARCHAR) FROM \(SQL.quoteIdentifier(table.view))
        WHERE \(column) IS NOT NULL GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 200
        """
      ).columns(String.self)
      guard !words.contains(choice.value) else { continue }
      throw StageFailure(
        "no customer of \(table.input) has \(name)", cause: .usage,
        mend: Suggestion.mend(choice.value, known: words))
    }
  }

  private static func refuseMissing(
    _ names: [String], _ view: String, _ input: String, _ session: DuckDBSession
  ) throws {
    let counts = names.map { "count(*) - count(\(SQL.quoteIdentifier($0)))" }.joined(separator: ", ")
    guard !names.isEmpty, let row = try session.execute("SELECT \(counts) FROM \(view)").rows().first else { return }
    for (name, value) in zip(names, row) {
      if case .int(let missing) = value, missing > 0 {
        throw StageFailure(
          "the feature \"\(name)\" of \(input) is empty for \(missing) customers", cause: .usage,
          mend: "cluster on features that every customer has, or set kmeans.missing to \"median\"")
      }
    }
  }
}
