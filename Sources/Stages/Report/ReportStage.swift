internal import Engines
internal import JSON
public import PipelineModel
internal import Platform
internal import Report

/// Writes the dashboard from whatever of the standard outputs the pipeline hands it.
public struct ReportStage: NativeStage {
  /// What the config may say of it. Every input is optional: a page whose inputs are left out says so.
  public static let kind = StageKind(
    name: "report", codeVersion: 10, outputs: ["dashboard"],
    parameters: ["report", "rfm", "returns", "duplicates", "as_of", "kmeans", "stability"])

  /// Makes the stage.
  public init() {}

  /// Reads the inputs into a model, renders it, and puts the charting library beside it.
  public func run(_ context: StageContext) throws -> [String: OutputManifest] {
    guard let charts = ChartLibrary.path else {
      throw StageFailure("plotly.min.js is missing: the report cannot draw its charts", mend: "make deps")
    }
    context.control.report(.init(step: "reading"))
    let inputs = ReportInputs(context: context, session: try context.session())
    let customers = CustomersReader(inputs: inputs)
    var model = try Self.model(inputs)
    model.customers = try customers.read()
    context.control.report(.init(step: "writing"))
    let dashboard = DashboardFolder(folder: context.folder)
    for file in ReportRenderer.render(model) { try dashboard.add(file) }
    try dashboard.add(ReportFile(path: ReportRenderer.plotlyPath, bytes: try Files.read(charts)))
    if let all = model.customers {
      let standing = CustomerStanding(all)
      try customers.forEachPiece(of: all) { shards in
        try context.control.checkCancelled()
        try dashboard.add(shards.count, threads: context.threads) { ReportRenderer.shardFile(shards[$0], standing) }
      }
    }
    return ["dashboard": dashboard.manifest]
  }

  private static func model(_ inputs: ReportInputs) throws -> ReportModel {
    let context = inputs.context
    let title = try context.text("report.title")
    var model = ReportModel(
      title: title, language: try context.choice("report.language"),
      currency: try context.text("report.currency"), asOf: try asOf(inputs), summary: try SummaryReader.read(inputs),
      segments: try SegmentsReader.read(inputs), clusters: try ClustersReader.read(inputs),
      stability: try StabilityReader.read(inputs), ledger: try LedgerReader.read(inputs),
      parameters: ParametersReader.read(context.parameters))
    model.cohorts = try CohortsReader.read(inputs)
    model.baskets = try MarketingReader.baskets(inputs)
    model.lifetime = try MarketingReader.lifetime(inputs)
    model.scenarios = try MarketingReader.scenarios(inputs)
    model.profile = try ProfileReader.read(inputs)
    model.evolution = try MarketingReader.evolution(inputs)
    return model
  }

  /// The day of the segmentation, from the window or else the figures; empty where the pipeline gives neither.
  private static func asOf(_ inputs: ReportInputs) throws -> String {
    if let view = try inputs.view("window", having: "as_of") {
      let days = try inputs.rows("SELECT strftime(as_of, '%Y-%m-%d') AS day FROM \(view)") { try $0.text("day") }
      if let day = days.first { return day }
    }
    return String(try inputs.json("figures", having: "as_of")?["as_of"]?.string?.prefix(10) ?? "")
  }
}
