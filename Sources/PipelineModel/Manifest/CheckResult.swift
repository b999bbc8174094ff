public import JSON

/// What came of one check of an output.
///
/// It holds counts and what was found in words, never the values of failing rows: those are for whoever watches the
/// run, and for the quarantine.
public struct CheckResult: Sendable, Hashable {
  /// The stage.
  public var stage: String
  /// The output; empty for a check of a source.
  public var output: String
  /// The check's name.
  public var name: String
  /// What a failure means.
  public var severity: OutputCheck.Severity
  /// Rows (or keys, or columns) that break the rule.
  public var failures: Int
  /// Whether so many failures are tolerated.
  public var isTolerated = false
  /// Rows of the output.
  public var rows: Int?
  /// What was found, where a count does not say it.
  public var finding: CheckFinding?
  /// The newest time that was measured, microseconds since 1970 UTC; nil where there is none.
  public var newest: Int?
  /// A few of the failing rows; not part of the JSON.
  public var sample: FailingRows?
  /// The file with the failing rows.
  public var file: String?

  /// Makes a result.
  public init(
    stage: String, output: String, name: String, severity: OutputCheck.Severity, failures: Int = 0,
    rows: Int? = nil, finding: CheckFinding? = nil
  ) {
    self.stage = stage
    self.output = output
    self.name = name
    self.severity = severity
    self.failures = failures
    self.rows = rows
    self.finding = finding
  }

  /// Makes a result that is yet to be found.
  public init(_ check: OutputCheck, rows: Int? = nil) {
    self.init(
      stage: check.stage, output: check.output, name: check.name, severity: check.severity, rows: rows)
  }

  /// Whether the rule is broken by more than is tolerated.
  public var isBroken: Bool { failures > 0 && !isTolerated }

  /// Whether it stops the publication.
  public var isFatal: Bool { isBroken && severity == .error }

  /// What was checked, in a word: `rfm.customers`, or the stage alone for its source.
  public var subject: String { output.isEmpty ? stage : "\(stage).\(output)" }

  /// What was found, in words: `3 of 4000 rows`.
  public var found: String {
    if let finding { return finding.text }
    return "\(failures)\(rows.map { " of \($0)" } ?? "") \(failures == 1 && rows == nil ? "row" : "rows")"
  }

  /// What came of it, in one line or a few: `check "unique customer_id" of rfm.customers: 3 of 4000 rows`.
  public var text: String {
    let what = output.isEmpty ? name : "check \"\(name)\" of \(subject)"
    return "\(what): \(found.replacing("\n", with: "\n    "))"
  }

  /// The result as JSON.
  public var json: JSON {
    var members: [(String, JSON)] = [
      ("output", .string(output)), ("name", .string(name)), ("severity", .string(severity.rawValue)),
      ("failures", .int(failures)),
    ]
    if isTolerated { members.append(("tolerated", true)) }
    if let rows { members.append(("rows", .int(rows))) }
    if let finding { members += [("finding", .string(finding.text)), ("facts", finding.json)] }
    if let newest { members.append(("newest", .int(newest))) }
    if let file { members.append(("failing_rows", .string(file))) }
    return .members(members)
  }

  /// Reads a result of a stage back; nil where the JSON is none.
  public init?(json: JSON, stage: String) {
    guard let output = json["output"]?.string, let name = json["name"]?.string,
      let severity = json["severity"]?.string.flatMap(OutputCheck.Severity.init(rawValue:)),
      let failures = json["failures"]?.int
    else { return nil }
    self.init(
      stage: stage, output: output, name: name, severity: severity, failures: failures, rows: json["rows"]?.int,
      finding: json["facts"].flatMap { CheckFinding(json: $0) } ?? json["finding"]?.string.map { .words($0) })
    isTolerated = json["tolerated"]?.bool ?? false
    newest = json["newest"]?.int
    file = json["failing_rows"]?.string
  }
}

/// Some of the rows that break a rule, as text.
public struct FailingRows: Sendable, Hashable {
  /// The columns shown.
  public var columns: [String]
  /// The cells, a row each.
  public var rows: [[String]]

  /// Makes rows.
  public init(columns: [String], rows: [[String]]) {
    self.columns = columns
    self.rows = rows
  }
}
