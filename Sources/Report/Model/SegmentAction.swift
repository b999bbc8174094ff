extension ReportModel {
  /// What to do for a segment.
  public struct SegmentAction: Sendable {
    /// How urgent an action is.
    public enum Priority: String, Sendable, CaseIterable {
      /// Act now.
      case critical
      /// This week.
      case high
      /// This month.
      case medium
      /// To consider.
      case low
    }

    /// The segment's key.
    public var segment: String
    /// How urgent it is.
    public var priority: Priority
    /// What to reach.
    public var objective: LocalizedText
    /// How to reach it.
    public var tactic: LocalizedText

    /// Makes an action.
    public init(segment: String, priority: Priority, objective: LocalizedText, tactic: LocalizedText) {
      self.segment = segment
      self.priority = priority
      self.objective = objective
      self.tactic = tactic
    }
  }
}
