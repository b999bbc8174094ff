public import JSON

/// One line of a journal.
public struct JSONLine: Sendable {
  /// The line, without its end.
  public let text: String

  /// Makes a line of members in their order.
  public init(_ members: [(String, JSON)]) { text = JSON.members(members).text() }
}
