internal import Analytics
internal import DuckDB
internal import Engines
internal import PipelineModel

/// The features of all customers, sorted by id so that their order never depends on how they were stored.
struct CustomerFeatures {
  /// The customers' ids.
  let ids: [String]
  /// One row a customer, one column a feature, in original units.
  let features: Matrix
  /// What each customer spent; all 0 where the table has no such column.
  let monetary: [Double]

  /// Reads the columns `names` of the stage's table of customers.
  /// - Throws: `StageFailure` naming a column that is missing, not numeric, or empty for some customer.
  static func read(_ names: [String], _ context: StageContext, _ session: DuckDBSession) throws -> CustomerFeatures {
    guard let table = context.table("customers") else { throw StageFailure("there is no table of customers") }
    let view = SQL.quoteIdentifier(table.view)
    let columns = try session.execute("SELECT * FROM \(view) LIMIT 0").names
    guard !names.isEmpty else {
      throw StageFailure("\"kmeans.features\" is empty", cause: .usage, mend: "name one feature at least")
    }
    for name in names where !columns.contains(name) {
      let column = OneHot(name)?.column ?? name
      guard !columns.contains(column) else { continue }
      throw StageFailure(
        "there is no feature \"\(column)\" in \(table.input)", cause: .usage,
        mend: Suggestion.mend(column, known: columns.filter { $0 != "customer_id" }))
    }
    let wanted = names + (columns.contains("monetary") && !names.contains("monetary") ? ["monetary"] : [])
    let takesMedian = try context.text("kmeans.missing") == "median"
    if !takesMedian { try refuseMissing(names.filter(columns.contains), view, table.input, session) }
    let list = wanted.map { name in
      if !columns.contains(name), let choice = OneHot(name) {
        let word = "CAST(\(SQL.quoteIdentifier(choice.column)) AS VARCHAR)"
        return "CAST(\(word) IS NOT DISTINCT FROM \(SQL.quoteLiteral(choice.value)) AS DOUBLE)"
      }
      let value = "CAST(\(SQL.quoteIdentifier(name)) AS DOUBLE)"
      return takesMedian ? "coalesce(\(value), (SELECT median(\(value)) FROM \(view)), 0)" : value
    }
    let result = try session.execute(
      "SELECT customer_id, \(list.joined(separator: ", ")) FROM \(view) ORDER BY customer_id")
    var ids: [String] = []
    var values = [[Double]](repeating: [], count: wanted.count)
    while let chunk = try result.nextChunk() {
      try chunk.column(0).append(to: &ids)
      for index in wanted.indices { try chunk.column(index + 1).append(to: &values[index]) }
    }
    guard !ids.isEmpty else {
      throw StageFailure(
        "\(table.input) has no customer to cluster",
        mend: "see what was kept with: palier show clean_returns.row_ledger")
    }
    let monetary = wanted.firstIndex(of: "monetary").map { values[$0] } ?? [Double](repeating: 0, count: ids.count)
    return CustomerFeatures(ids: ids, features: Matrix(columns: Array(values.prefix(names.count))), monetary: monetary)
  }

  /// Refuses to fit on a word that nobody bears: it was mistyped, or is gone.
  /// - Throws: `StageFailure` naming it, and the words there are.
  func requireBearers(_ names: [String], _ context: StageContext, _ session: DuckDBSession) throws {
    for (index, name) in names.enumerated() {
      guard let choice = OneHot(name), !features.column(index).contains(where: { $0 != 0 }),
        let table = context.table("customers")
      else { continue }
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
