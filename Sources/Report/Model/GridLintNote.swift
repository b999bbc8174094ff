extension ReportModel {
  /// One remark of the grid lint.
  public struct GridLintNote: Sendable {
    /// What was found.
    public enum Kind: String, Sendable, CaseIterable {
      /// Score cells that no rule covers.
      case uncovered
      /// A rule that no cell reaches, because earlier rules take all of its cells.
      case unreachable
      /// Rules that claim the same cells; the first in the grid wins.
      case overlap
    }

    /// What was found.
    public var kind: Kind
    /// Keys of the segments concerned: the fallback for `uncovered`, the rule for `unreachable`, the rules in grid order
    /// for `overlap`.
    public var segments: [String]
    /// Number of score cells concerned.
    public var cells: Int
    /// Number of cells in the grid.
    public var cellsTotal: Int
    /// Some of the cells as score codes, such as `113`.
    public var examples: [String]
    /// Customers in those cells, where known.
    public var customers: Int?

    /// Makes a remark.
    public init(
      kind: Kind, segments: [String], cells: Int, cellsTotal: Int, examples: [String] = [], customers: Int? = nil
    ) {
      self.kind = kind
      self.segments = segments
      self.cells = cells
      self.cellsTotal = cellsTotal
      self.examples = examples
      self.customers = customers
    }
  }
}
