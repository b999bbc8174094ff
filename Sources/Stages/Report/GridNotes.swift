internal import JSON
internal import Report

/// The remarks on the grid of rules: cells left to no rule or to the rule that takes anything, rules out of reach,
/// rules that overlap.
enum GridNotes {
  /// Cells named as examples.
  private static let exampleCount = 3

  private struct Cell {
    var scores: [Int]
    var customers: Int
  }

  private struct Finding {
    var kind: String
    var position: Int?
    var segment: String
    var otherPosition: Int?
    var other: String?
    var cell: String?
    var cells: Int
    var customers: Int
  }

  /// The remarks, in the order in which a reader of the grid would make them.
  ///
  /// - Parameters:
  ///   - rules: the grid as resolved, in order.
  ///   - bins: how many scores R, F and M have.
  ///   - scores: the view of scored customers.
  static func read(
    _ inputs: ReportInputs, rules: [JSON], bins: [Int], scores: String?
  ) throws -> [ReportModel.GridLintNote] {
    guard let view = try inputs.view("grid_lint", having: "finding"), bins.count == 3 else { return [] }
    let total = bins.reduce(1, *)
    let rest = rules.firstIndex { rule in takes(rule, [1, 1, 1]) && takes(rule, bins) }
    let findings = try findings(inputs, view).filter { finding in
      // Whatever a rule holds, the rule that takes anything holds too: that is no finding.
      finding.otherPosition == nil || finding.otherPosition != rest.map { $0 + 1 }
    }
    var notes = uncovered(findings, total)
    if let rest, let left = try leftTo(rest, rules, bins, total, inputs, scores) { notes.append(left) }
    for finding in findings where finding.kind == "unreachable" {
      notes.append(
        .init(kind: .unreachable, segments: [finding.segment], cells: finding.cells, cellsTotal: total))
    }
    let held = try scores.map { try counts(inputs, $0) } ?? []
    for finding in findings where finding.kind == "overlap" {
      guard let note = overlap(finding, rules, bins, total, held) else { continue }
      notes.append(note)
    }
    return notes
  }

  private static func findings(_ inputs: ReportInputs, _ view: String) throws -> [Finding] {
    let sql = "SELECT * FROM \(view) ORDER BY finding, position, other_position, customers DESC, cell"
    return try inputs.rows(sql) { row in
      Finding(
        kind: try row.text("finding"), position: try row.integerIfAny("position"), segment: try row.text("segment"),
        otherPosition: try row.integerIfAny("other_position"), other: try row.textIfAny("other_segment"),
        cell: try row.textIfAny("cell"), cells: try row.integer("cells"), customers: try row.integer("customers"))
    }
  }

  private static func uncovered(_ findings: [Finding], _ total: Int) -> [ReportModel.GridLintNote] {
    let cells = findings.filter { $0.kind == "uncovered" }
    guard let first = cells.first else { return [] }
    return [
      .init(
        kind: .uncovered, segments: [first.segment], cells: cells.count, cellsTotal: total,
        examples: cells.prefix(exampleCount).compactMap { $0.cell.map(code) },
        customers: cells.reduce(0) { $0 + $1.customers })
    ]
  }

  /// What two rules both hold, and no rule before them takes from both; nil where there is nothing of the kind.
  private static func overlap(
    _ finding: Finding, _ rules: [JSON], _ bins: [Int], _ total: Int, _ held: [Cell]
  ) -> ReportModel.GridLintNote? {
    guard let first = finding.position, let second = finding.otherPosition, rules.indices.contains(first - 1),
      rules.indices.contains(second - 1)
    else { return nil }
    let isBoth = { (cell: [Int]) in
      takes(rules[first - 1], cell) && takes(rules[second - 1], cell)
        && !rules[..<(first - 1)].contains { takes($0, cell) }
    }
    let cells = all(bins).count(where: isBoth)
    guard cells > 0 else { return nil }
    return .init(
      kind: .overlap, segments: [finding.segment, finding.other ?? ""], cells: cells, cellsTotal: total,
      customers: held.filter { isBoth($0.scores) }.reduce(0) { $0 + $1.customers })
  }

  private static func all(_ bins: [Int]) -> [[Int]] {
    (1...bins[0]).flatMap { r in (1...bins[1]).flatMap { f in (1...bins[2]).map { m in [r, f, m] } } }
  }

  /// What no rule before the one that takes anything holds.
  private static func leftTo(
    _ rest: Int, _ rules: [JSON], _ bins: [Int], _ total: Int, _ inputs: ReportInputs, _ scores: String?
  ) throws -> ReportModel.GridLintNote? {
    let isLeft = { (cell: [Int]) in !rules[..<rest].contains { takes($0, cell) } }
    let cells = all(bins).count(where: isLeft)
    guard cells > 0 else { return nil }
    var note = ReportModel.GridLintNote(
      kind: .uncovered, segments: [rules[rest]["segment"]?.string ?? ""], cells: cells, cellsTotal: total)
    guard let scores else { return note }
    let held = try counts(inputs, scores).filter { isLeft($0.scores) }
    note.examples = held.prefix(exampleCount).map { code($0.scores.map(String.init).joined(separator: "-")) }
    note.customers = held.reduce(0) { $0 + $1.customers }
    return note
  }

  /// Cells with customers, the fullest first.
  private static func counts(_ inputs: ReportInputs, _ view: String) throws -> [Cell] {
    let sql = """
      SELECT r_score, f_score, m_score, count(*) AS customers FROM \(view) GROUP BY r_score, f_score, m_score
      ORDER BY customers DESC, r_score, f_score, m_score
      """
    return try inputs.rows(sql) { row in
      Cell(
        scores: try ["r_score", "f_score", "m_score"].map { try row.integer($0) },
        customers: try row.integer("customers"))
    }
  }

  private static func takes(_ rule: JSON, _ cell: [Int]) -> Bool {
    zip(["r", "f", "m"], cell).allSatisfy { axis, score in
      guard let low = rule["\(axis)_min"]?.int, let high = rule["\(axis)_max"]?.int else { return false }
      return low <= score && score <= high
    }
  }

  /// `1-1-3` as the score code `113`; scores of two digits keep their dashes.
  private static func code(_ cell: String) -> String {
    let scores = cell.split(separator: "-")
    return scores.allSatisfy { $0.count == 1 } ? scores.joined() : cell
  }
}
