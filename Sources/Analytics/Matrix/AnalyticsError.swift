/// What a computation refuses, and why, in a sentence that names the offending value.
public struct AnalyticsError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The family of refusal, for callers that react differently to each.
  public enum Kind: String, Sendable, CaseIterable {
    /// An option or argument outside its domain.
    case invalidArgument = "invalid-argument"
    /// Two inputs whose lengths or widths disagree.
    case shapeMismatch = "shape-mismatch"
    /// A NaN or an infinity where a number is needed.
    case notFinite = "not-finite"
    /// Fewer (distinct) observations than the computation needs.
    case notEnoughData = "not-enough-data"
    /// An iteration that did not settle.
    case notConverged = "not-converged"
  }

  /// The family of refusal.
  public let kind: Kind
  /// One sentence, for people.
  public let message: String

  /// An error of a kind, with its sentence.
  public init(_ kind: Kind, _ message: String) {
    self.kind = kind
    self.message = message
  }

  /// The sentence alone.
  public var description: String { message }
}
