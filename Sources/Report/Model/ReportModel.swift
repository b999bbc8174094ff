/// Everything that the dashboard shows, as plain values.
///
/// A part that is nil belongs to a stage that the pipeline leaves out; its page then says so. Numbers that are not
/// finite are shown as missing.
public struct ReportModel: Sendable {
  /// The pipeline's name, shown as the dashboard's title.
  public var title: String
  /// The language in which the dashboard opens; the reader may switch.
  public var language: Language
  /// The currency of every amount, as an ISO 4217 code such as `EUR`.
  public var currency: String
  /// The day as of which everything was computed, `YYYY-MM-DD`.
  public var asOf: String
  /// Business figures and revenue by month.
  public var summary: Summary?
  /// RFM segments.
  public var segments: Segments?
  /// KMeans clusters.
  public var clusters: Clusters?
  /// The stability study and the maintenance contract.
  public var stability: Stability?
  /// Customers by the month of their first purchase.
  public var cohorts: Cohorts?
  /// Every customer.
  public var customers: Customers?
  /// What is bought together.
  public var baskets: Baskets?
  /// What customers are worth.
  public var lifetime: Lifetime?
  /// What would be if.
  public var scenarios: Scenarios?
  /// How segments changed.
  public var evolution: Evolution?
  /// What became of every input row.
  public var ledger: Ledger?
  /// What the data look like.
  public var profile: Profile?
  /// The parameters in force, in the order in which to show them.
  public var parameters: [Parameter]
  /// What this run did; the only part that holds clock times. Without it the same model gives the same bytes.
  public var run: Run?

  /// Makes a model; every part left out is shown as not part of the pipeline.
  public init(
    title: String, language: Language, currency: String, asOf: String, summary: Summary? = nil,
    segments: Segments? = nil, clusters: Clusters? = nil, stability: Stability? = nil, ledger: Ledger? = nil,
    parameters: [Parameter] = [], run: Run? = nil
  ) {
    self.title = title
    self.language = language
    self.currency = currency
    self.asOf = asOf
    self.summary = summary
    self.segments = segments
    self.clusters = clusters
    self.stability = stability
    self.ledger = ledger
    self.parameters = parameters
    self.run = run
  }
}

extension ReportModel {
  /// A language that the dashboard speaks.
  public enum Language: String, Sendable, CaseIterable {
    /// English.
    case english = "en"
    /// French.
    case french = "fr"
  }
}
