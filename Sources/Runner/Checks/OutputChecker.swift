internal import DuckDB
internal import Engines
internal import PipelineModel
internal import Platform

/// Runs the checks on a version's outputs: before it is published, or again where the checks have changed.
struct OutputChecker {
  /// What is checked.
  struct Subject {
    /// The stage with its checks.
    var stage: StageDeclaration
    /// Its outputs.
    var outputs: [String: OutputManifest]
    /// The folder in which they lie.
    var place: String
    /// The tables of other stages that checks read, by `STAGE.OUTPUT`.
    var references: [String: InputTable] = [:]
    /// The version that this one would replace.
    var previous: Previous?
  }

  /// The version that would be replaced.
  struct Previous {
    /// The version.
    var manifest: Manifest
    /// The folder in which it lies.
    var place: String
    /// What is wrong with it.
    var damage: String?
  }

  /// A folder to write failing rows to.
  let folder: String
  let databases: DatabasePool
  let control: JobControl

  /// The folder below `folder` that holds files of failing rows.
  static let rowsFolder = "failing_rows"
  private static let sampleRows = 5
  private static let sampleColumns = 6
  private static let fileRows = 10_000

  /// What came of each check, in their order. What depends on the clock is measured here, and judged by `CheckReview`.
  /// - Throws: `StageFailure` where a check itself cannot run.
  func check(_ subject: Subject) throws -> [CheckResult] {
    let checks = subject.stage.checks
    for check in checks where !check.output.isEmpty { try refuseImpossible(check, subject) }
    guard !checks.isEmpty else { return [] }
    control.report(.init(step: "checking"))
    let session = checks.contains(where: \.needsEngine) ? try open(subject) : nil
    return try checks.map { check in
      do {
        return try result(check, subject, session)
      } catch let failure as StageFailure {
        if failure.cause == .cancelled { throw failure }
        throw StageFailure(
          "check \"\(check.name)\" of \(check.stage).\(check.output) cannot run: \(failure.message)", cause: .usage,
          mend: failure.mend ?? "see the columns with: palier show \(check.stage).\(check.output)",
          detail: failure.detail)
      }
    }
  }

  private func refuseImpossible(_ check: OutputCheck, _ subject: Subject) throws {
    guard let output = subject.outputs[check.output] else { return }
    guard output.format == .parquet else {
      throw StageFailure(
        "check \"\(check.name)\": the output \(check.stage).\(check.output) is no table and cannot be checked",
        cause: .usage, mend: "remove the check")
    }
    let names = output.schema.map(\.name)
    for column in check.columns where !names.contains(column) {
      throw StageFailure(
        "check \"\(check.name)\": \(check.stage).\(check.output) has no column \"\(column)\"", cause: .usage,
        mend: Suggestion.mend(column, known: names))
    }
  }

  /// A session that sees what the checks read, and nothing else.
  private func open(_ subject: Subject) throws -> DuckDBSession {
    let session = try DuckDBSession(folder: folder, databases: databases, control: control)
    let needed = Self.needed(subject.stage)
    for (name, output) in subject.outputs.sorted(by: { $0.key < $1.key })
    where output.format == .parquet && needed?.contains(name) != false {
      try session.add(table(view(subject.stage.id, name), output, in: subject.place))
    }
    for reference in subject.references.values.sorted(by: { $0.view < $1.view }) { try session.add(reference) }
    if let previous = subject.previous, previous.damage == nil {
      for check in subject.stage.checks {
        guard case .change(let change) = check.rule, change.aggregate != nil,
          let output = previous.manifest.outputs[check.output], output.format == .parquet
        else { continue }
        let name = "previous_\(check.output)"
        if !session.views.contains(name) { try session.add(table(name, output, in: previous.place)) }
      }
    }
    try session.seal()
    return session
  }

  /// The stage's outputs that its checks read; nil for all: SQL may name any.
  private static func needed(_ stage: StageDeclaration) -> Set<String>? {
    var names: Set<String> = []
    for check in stage.checks where check.needsEngine {
      switch check.rule {
      case .sql, .sourceAge: return nil
      case .rejectShare: names.insert("rejects")
      default: names.insert(check.output)
      }
      if let target = check.reference, target.stage == stage.id { names.insert(target.output) }
    }
    return names
  }

  private func view(_ stage: String, _ output: String) -> String { "\(stage)_\(output)" }

  private func table(_ view: String, _ output: OutputManifest, in place: String) -> InputTable {
    InputTable(input: view, view: view, files: output.files.map { "\(place)/\($0.path)" }, format: output.format)
  }

  // MARK: - One check

  private func result(_ check: OutputCheck, _ subject: Subject, _ session: DuckDBSession?) throws -> CheckResult {
    let output = subject.outputs[check.output]
    var result = CheckResult(check, rows: output?.rows)
    switch check.rule {
    case .minimumRows(let bound):
      let rows = output?.rows ?? 0
      if rows < bound { result.fail(.tooFewRows(rows, atLeast: bound)) }
    case .maximumRows(let bound):
      let rows = output?.rows ?? 0
      if rows > bound { result.fail(.tooManyRows(rows, atMost: bound)) }
    case .contract(let contract):
      let differences = contract.differences(from: output?.schema ?? [])
      if !differences.isEmpty { result.fail(.columns(differences), count: differences.count) }
    case .change(let change): try judge(change, subject, check, session, &result)
    case .freshness(let column, let within, let base):
      guard let session else { break }
      result.newest = try newest(column, of: view(check.stage, check.output), session)
      if let date = try time(of: base, session) {
        FreshnessJudge.judge(&result, column, within: within, at: date, .asOf)
      }
    case .sourceAge(let freshness):
      guard let session, let (output, column) = try timeColumn(freshness, subject) else { break }
      result.newest = try newest(column, of: view(check.stage, output), session)
    case .rejectShare(let bounds):
      guard let session else { break }
      try RejectShare(session: session, view: view(check.stage, "rejects")).judge(
        bounds, made: subject.outputs["events"]?.rows ?? subject.outputs["lines"]?.rows ?? 0, &result)
    default:
      guard let session, let failing = RuleSQL.failingRows(check) else { break }
      try session.execute(
        "CREATE OR REPLACE TEMP VIEW data AS SELECT * FROM \(SQL.quoteIdentifier(view(check.stage, check.output)))")
      try count(failing, check, session, &result)
    }
    return result
  }

  /// Counts the failing rows; those past what is tolerated are shown and kept.
  private func count(
    _ failing: String, _ check: OutputCheck, _ session: DuckDBSession, _ result: inout CheckResult
  ) throws {
    result.failures = Int(try session.number("SELECT count(*) FROM (\(failing)\n)") ?? 0)
    if result.failures > 0, case .unique = check.rule {
      result.finding = .repeatedKeys(result.failures)
    }
    switch check.tolerance {
    case .rows(let bound)?: result.isTolerated = result.failures > 0 && result.failures <= bound
    case .share(let bound)?:
      result.isTolerated = result.failures > 0 && Double(result.failures) / Double(max(result.rows ?? 0, 1)) <= bound
    case nil: break
    }
    guard result.isBroken else { return }
    let all = try session.execute("SELECT * FROM (\(failing)\n) ORDER BY ALL LIMIT \(Self.sampleRows)")
    let names = all.names
    let first = check.columns.compactMap { names.firstIndex(of: $0) }
    let order = (first + names.indices.filter { !first.contains($0) }).prefix(Self.sampleColumns)
    result.sample = FailingRows(
      columns: order.map { names[$0] }, rows: try all.rows().map { row in order.map { "\(row[$0])" } })
    let stem = "\(Self.rowsFolder)/\(check.output)-\(Self.fileName(check.name))"
    // Names that differ in odd characters alone must not share a file.
    let ordinals = (1...).lazy.map { $0 == 1 ? "\(stem).csv" : "\(stem)-\($0).csv" }
    let name = ordinals.first { !Files.exists("\(folder)/\($0)") } ?? "\(stem).csv"
    try Files.makeFolder("\(folder)/\(Self.rowsFolder)")
    try session.execute(
      "COPY (SELECT * FROM (\(failing)\n) ORDER BY ALL LIMIT \(Self.fileRows)) TO "
        + "\(SQL.quoteLiteral("\(folder)/\(name)")) (FORMAT csv, HEADER true)")
    result.file = name
  }

  /// A check's name as part of a file's: what is odd in a path becomes `_`.
  private static func fileName(_ name: String) -> String {
    String(String.UnicodeScalarView(name.unicodeScalars.prefix(60).map { isPlain($0) ? $0 : "_" }))
  }

  private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
    ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || ("0"..."9").contains(scalar) || scalar == "-"
  }

  // MARK: - Times

  private func newest(_ column: String, of view: String, _ session: DuckDBSession) throws -> Int? {
    try session.number(
      "SELECT epoch_us(CAST(max(\(SQL.quoteIdentifier(column))) AS TIMESTAMP)) FROM \(SQL.quoteIdentifier(view))"
    ).map { Int($0) }
  }

  /// The time from which an age is counted, microseconds since 1970; nil for the run's own, judged later.
  private func time(of base: OutputCheck.AgeBase, _ session: DuckDBSession) throws -> Int? {
    switch base {
    case .now: return nil
    case .date(let day):
      return try session.number("SELECT epoch_us(CAST(\(SQL.quoteLiteral(day)) AS TIMESTAMP))").map { Int($0) }
    case .column(let target):
      guard let time = try newest(target.column, of: view(target.stage, target.output), session) else {
        throw StageFailure("\(target.stage).\(target.output) tells no \(target.column)")
      }
      return time
    }
  }

  /// The output and column that tell a source's times; nil where none does, so that its files' times count.
  private func timeColumn(_ freshness: SourceFreshness, _ subject: Subject) throws -> (output: String, column: String)?
  {
    if let named = freshness.column {
      let parts = named.split(separator: ".").map(String.init)
      guard let output = subject.outputs[parts[0]], output.schema.contains(where: { $0.name == parts[1] }) else {
        throw StageFailure(
          "source \"\(freshness.source)\": \(subject.stage.id) makes no \(named), which its freshness names",
          cause: .usage, mend: "see the columns with: palier show \(subject.stage.id).\(parts[0])")
      }
      return (parts[0], parts[1])
    }
    let output = subject.stage.outputs.first { name in
      subject.outputs[name]?.schema.contains { $0.name == "occurred_at" } ?? false
    }
    return output.map { ($0, "occurred_at") }
  }

  // MARK: - Changes

  private func judge(
    _ change: OutputCheck.Change, _ subject: Subject, _ check: OutputCheck, _ session: DuckDBSession?,
    _ result: inout CheckResult
  ) throws {
    guard let previous = subject.previous else { return }
    let comparison: (before: Double?, after: Double?)
    if let damage = previous.damage {
      result.finding = .notCompared(change.aggregate, .damaged(damage))
      return
    }
    if let aggregate = change.aggregate {
      guard let session, session.views.contains("previous_\(check.output)") else {
        result.finding = .notCompared(change.aggregate, .noOutput(check.output))
        return
      }
      let after = try session.double(
        "SELECT CAST(\(aggregate)\n AS DOUBLE) FROM \(SQL.quoteIdentifier(view(check.stage, check.output)))")
      do {
        let before = try session.double(
          "SELECT CAST(\(aggregate)\n AS DOUBLE) FROM \(SQL.quoteIdentifier("previous_\(check.output)"))")
        comparison = (before, after)
      } catch let failure as StageFailure where failure.cause != .cancelled {
        // What runs on the new version and not on the old one: the columns have changed.
        result.finding = .notCompared(change.aggregate, .otherColumns(failure.message))
        return
      }
    } else {
      comparison = (previous.manifest.outputs[check.output]?.rows.map(Double.init), result.rows.map(Double.init))
    }
    if let finding = change.finding(before: comparison.before, after: comparison.after) {
      result.fail(finding)
    }
  }
}

extension CheckResult {
  fileprivate mutating func fail(_ finding: CheckFinding, count: Int = 1) {
    failures = count
    self.finding = finding
  }
}

extension DuckDBSession {
  /// The only value of a query, a whole number; nil for NULL.
  fileprivate func number(_ sql: String) throws -> Int64? { try execute(sql).scalar(Int64?.self) }

  /// The only value of a query; nil for NULL.
  fileprivate func double(_ sql: String) throws -> Double? { try execute(sql).scalar(Double?.self) }
}
