extension ReportModel {
  /// The figures that were shown before those of now.
  public struct PreviousFigures: Sendable {
    /// The run that made them current.
    public var run: String
    /// The day as of which they were computed, `YYYY-MM-DD`; empty where they do not say.
    public var asOf: String
    /// The figures.
    public var figures: Figures

    /// Makes the earlier figures.
    public init(run: String, asOf: String, figures: Figures) {
      self.run = run
      self.asOf = asOf
      self.figures = figures
    }
  }
}
