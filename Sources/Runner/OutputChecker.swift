internal import DuckDB
internal import Engines
internal import PipelineModel

/// Runs the checks on a stage's outputs before they are published.
struct OutputChecker {
  let folder: String
  let databases: DatabasePool
  let control: JobControl

  private static let exampleCount = 5

  /// What came of each check.
  /// - Throws: `StageFailure` where a check itself cannot run.
  func check(_ stage: StageDeclaration, _ outputs: [String: OutputManifest]) throws -> [CheckResult] {
    var results: [CheckResult] = []
    for (name, checks) in Dictionary(grouping: stage.checks, by: \.output).sorted(by: { $0.key < $1.key }) {
      guard let output = outputs[name] else { continue }
      guard output.format == .parquet else {
        throw StageFailure("the output \"\(name)\" is no table and cannot be checked", cause: .usage)
      }
      control.report(.init(step: "checking \(name)"))
      let session = try DuckDBSession(folder: folder, databases: databases, control: control)
      try session.add(
        InputTable(
          input: "\(stage.id).\(name)", view: "data", files: output.files.map { folder + "/" + $0.path },
          format: output.format))
      try session.seal()
      for check in checks { results.append(try result(check, session)) }
    }
    return results
  }

  private func result(_ check: OutputCheck, _ session: DuckDBSession) throws -> CheckResult {
    let failing = Self.failingRows(check.rule)
    do {
      let count = try session.execute("SELECT count(*) FROM (\(failing)\n)").rows()
      guard case .int(let failures)? = count.first?.first else {
        throw StageFailure("the check's count cannot be read")
      }
      let examples =
        failures == 0
        ? []
        : try session.execute("SELECT * FROM (\(failing)\n) LIMIT \(Self.exampleCount)").describedRows()
      return CheckResult(
        output: check.output, name: check.name, severity: check.severity, failures: Int(failures), examples: examples)
    } catch let failure as StageFailure {
      if failure.cause == .cancelled { throw failure }
      throw StageFailure(
        "check \"\(check.name)\" of \(check.stage).\(check.output) cannot run: \(failure.message)", cause: .usage,
        mend: failure.mend ?? "see the columns with: palier show \(check.stage).\(check.output)",
        detail: failure.detail)
    }
  }

  /// A SELECT of the rows of `data` that break a rule.
  private static func failingRows(_ rule: OutputCheck.Rule) -> String {
    switch rule {
    case .notNull(let columns):
      let any = columns.map { "\(SQL.quoteIdentifier($0)) IS NULL" }.joined(separator: " OR ")
      return "SELECT * FROM data WHERE \(any)"
    case .unique(let columns):
      let list = columns.map { SQL.quoteIdentifier($0) }.joined(separator: ", ")
      return "SELECT \(list), count(*) AS occurrences FROM data GROUP BY \(list) HAVING count(*) > 1"
    case .minimumRows(let bound):
      return "SELECT count(*) AS row_count FROM data HAVING count(*) < \(bound)"
    case .maximumRows(let bound):
      return "SELECT count(*) AS row_count FROM data HAVING count(*) > \(bound)"
    case .acceptedValues(let column, let values):
      let name = SQL.quoteIdentifier(column)
      let list = values.map { SQL.quoteLiteral($0) }.joined(separator: ", ")
      return "SELECT * FROM data WHERE \(name) IS NOT NULL AND CAST(\(name) AS VARCHAR) NOT IN (\(list))"
    case .range(let column, let minimum, let maximum):
      let name = SQL.quoteIdentifier(column)
      let low = minimum.map { "\(name) < \($0)" }
      let high = maximum.map { "\(name) > \($0)" }
      return "SELECT * FROM data WHERE \([low, high].compactMap { $0 }.joined(separator: " OR ").nonEmpty ?? "FALSE")"
    case .sql(let select): return select
    }
  }
}

extension String {
  fileprivate var nonEmpty: String? { isEmpty ? nil : self }
}

extension QueryResult {
  /// The rows, one line each: `column=value, …`.
  fileprivate func describedRows() throws -> [String] {
    let names = self.names
    return try rows().map { row in zip(names, row).map { "\($0)=\($1)" }.joined(separator: ", ") }
  }
}
