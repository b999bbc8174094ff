internal import DuckDB
internal import PipelineModel

/// The rules that count rows, as SQL.
enum RuleSQL {
  /// A SELECT of the rows of `data` that break a rule; nil for a rule that counts no rows.
  static func failingRows(_ check: OutputCheck) -> String? {
    switch check.rule {
    case .notNull(let columns):
      let any = columns.map { "\(SQL.quoteIdentifier($0)) IS NULL" }.joined(separator: " OR ")
      return "SELECT * FROM data WHERE \(any)"
    case .unique(let columns):
      let list = columns.map { SQL.quoteIdentifier($0) }.joined(separator: ", ")
      return "SELECT \(list), count(*) AS occurrences FROM data GROUP BY \(list) HAVING count(*) > 1"
    case .acceptedValues(let column, let values):
      let name = SQL.quoteIdentifier(column)
      guard !values.isEmpty else { return "SELECT * FROM data WHERE \(name) IS NOT NULL" }
      let list = values.map { SQL.quoteLiteral($0) }.joined(separator: ", ")
      // 1.50 is 1.5 where the column holds numbers with decimals.
      let numbers = values.compactMap { Double($0) }.filter(\.isFinite).map { "CAST('\($0)' AS DOUBLE)" }
      let equal =
        numbers.isEmpty
        ? ""
        : " AND NOT (regexp_matches(typeof(\(name)), '^(DOUBLE|FLOAT|DECIMAL)')"
          + " AND TRY_CAST(CAST(\(name) AS VARCHAR) AS DOUBLE) IN (\(numbers.joined(separator: ", "))))"
      return "SELECT * FROM data WHERE \(name) IS NOT NULL AND CAST(\(name) AS VARCHAR) NOT IN (\(list))\(equal)"
    case .range(let column, let minimum, let maximum):
      let name = SQL.quoteIdentifier(column)
      let bounds = [minimum.map { "\(name) < \($0)" }, maximum.map { "\(name) > \($0)" }].compactMap { $0 }
      // What is no number lies in no range, though the engine sorts it above all.
      let conditions = bounds.isEmpty ? ["FALSE"] : bounds + ["CAST(\(name) AS VARCHAR) = 'nan'"]
      return "SELECT * FROM data WHERE \(conditions.joined(separator: " OR "))"
    case .foreignKey(let column, let target):
      let (name, other) = (SQL.quoteIdentifier(column), SQL.quoteIdentifier(target.column))
      let table = SQL.quoteIdentifier("\(target.stage)_\(target.output)")
      return """
        SELECT * FROM data WHERE \(name) IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM \(table) AS target WHERE target.\(other) = data.\(name))
        """
    case .sql(let select): return select
    default: return nil
    }
  }
}

extension OutputCheck {
  /// The columns of the output that the rule names.
  var columns: [String] {
    switch rule {
    case .notNull(let columns), .unique(let columns): columns
    case .acceptedValues(let column, _), .range(let column, _, _), .foreignKey(let column, _),
      .freshness(let column, _, _):
      [column]
    default: []
    }
  }
}
