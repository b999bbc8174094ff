/// A text that is no JSON: where, what, and how to mend it.
public struct JSONSyntaxError: Error, Sendable, CustomStringConvertible {
  /// Where the text goes wrong.
  public var position: TextPosition
  /// What is wrong.
  public var message: String
  /// How to mend it, where that can be told.
  public var mend: String?

  public var description: String {
    "\(position.line):\(position.column): \(message)" + (mend.map { "; \($0)" } ?? "")
  }
}
