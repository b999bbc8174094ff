/// What a return does to the purchases before it.
public enum ReturnsPolicy: String, Sendable, Hashable, CaseIterable {
  /// Each return cancels the customer's most recent earlier purchases of the product, last in first out.
  case net
  /// Return lines are dropped and touch nothing else.
  case exclude
  /// Return lines keep their sign in amounts and items; they never count as orders or dates.
  case keep
}
