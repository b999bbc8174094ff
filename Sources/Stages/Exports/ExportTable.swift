internal import DuckDB
internal import Engines
internal import JSON
internal import PipelineModel
internal import Report

/// A table that is exported.
struct ExportTable {
  /// Its name: of the csv file, and of the sheet.
  var name: String
  /// The view or table, quoted.
  var source: String
  var columns: [OutputManifest.Column]

  /// The order of its rows: by every column, so that equal tables make equal files.
  var order: String { columns.map { SQL.quoteIdentifier($0.name) }.joined(separator: ", ") }

  var names: [String] { columns.map(\.name) }

  init(name: String, view: String, _ session: DuckDBSession) throws {
    self.name = name
    source = SQL.quoteIdentifier(view)
    columns = try session.columns(of: view)
  }

  init(_ table: InputTable, _ session: DuckDBSession) throws {
    name = table.input.replacing(".", with: "-")
    source = SQL.quoteIdentifier(table.view)
    columns = try session.columns(of: table)
  }

  /// What a stage exports: its table inputs, then what the dashboard makes of them for people to act on.
  static func all(_ context: StageContext, _ session: DuckDBSession) throws -> [ExportTable] {
    var tables = try context.tables.filter { $0.format == .parquet }.map {
      try ExportTable($0, session)
    }
    if let made = try actions(context, session) { tables.append(made) }
    if let made = try contract(context, session) { tables.append(made) }
    return tables
  }

  /// What to do for each segment, the most urgent first.
  private static func actions(_ context: StageContext, _ session: DuckDBSession) throws -> ExportTable? {
    guard let segments = try context.table("segments", having: "average_order_value", session) else { return nil }
    func quoted(_ text: String) -> String { SQL.quoteLiteral(text) }
    let priorities = ReportModel.SegmentAction.Priority.allCases
    let rows = ReportModel.SegmentAction.builtIn.map { action in
      let name = ReportModel.SegmentName.builtIn.first { $0.segment == action.segment }?.name
      let texts = [
        action.segment, name?.en ?? action.segment, name?.fr ?? action.segment, action.priority.rawValue,
        action.objective.en, action.objective.fr, action.tactic.en, action.tactic.fr,
      ]
      let place = (priorities.firstIndex(of: action.priority) ?? 0) + 1
      return "(\(place), \(texts.map(quoted).joined(separator: ", ")))"
    }
    try session.execute(
      """
      CREATE TEMP TABLE export_actions AS
      SELECT a.place, a.priority, s.segment, a.name_en, a.name_fr, s.customers, s.revenue,
        a.objective_en, a.objective_fr, a.tactic_en, a.tactic_fr
      FROM \(SQL.quoteIdentifier(segments.view)) AS s
      JOIN (VALUES \(rows.joined(separator: ", ")))
        AS a(place, segment, name_en, name_fr, priority, objective_en, objective_fr, tactic_en, tactic_fr)
        ON a.segment = s.segment
      WHERE s.customers > 0
      """)
    return try ExportTable(name: "actions", view: "export_actions", session)
  }

  /// The maintenance contract: intervals between refits and what they cost a year.
  private static func contract(_ context: StageContext, _ session: DuckDBSession) throws -> ExportTable? {
    guard let json = try context.json("recommendation", having: "verdict") else { return nil }
    let recommendation = try ReportModel.Recommendation(json: json)
    guard let contract = recommendation.contract, !contract.options.isEmpty else { return nil }
    func number(_ value: Double?) -> String { value.map { "CAST(\($0) AS DOUBLE)" } ?? "CAST(NULL AS DOUBLE)" }
    let rows = contract.options.map { option in
      let values = [
        String(option.intervalSteps), SQL.quoteLiteral(recommendation.step), number(option.refitsPerYear),
        number(option.refitCost), number(option.monitoringCost), number(option.totalCost),
        number(option.misassignedShare), SQL.quoteLiteral(contract.currency), option.isRecommended ? "true" : "false",
      ]
      return "(\(values.joined(separator: ", ")))"
    }
    try session.execute(
      """
      CREATE TEMP TABLE export_contract AS SELECT * FROM (VALUES \(rows.joined(separator: ", ")))
        AS c(interval_steps, step, refits_per_year, refit_cost, monitoring_cost, total_cost, misassigned_share, currency,
          is_recommended)
      """)
    return try ExportTable(name: "contract", view: "export_contract", session)
  }
}
