/// A failure of the engine, or of the wrapper around it, with what was being done.
public struct DuckDBError: Error, Sendable, Hashable {
  /// What sort of failure this is.
  public var kind: Kind
  /// The engine's whole message, or the wrapper's own.
  public var message: String
  /// The SQL text as it was given, where there was one.
  public var sql: String?
  /// What was being done, as in "executing" or "opening 'data.db'".
  public var action: String

  /// Makes an error.
  public init(_ kind: Kind, _ message: String, while action: String, sql: String? = nil) {
    self.kind = kind
    self.message = message
    self.action = action
    self.sql = sql
  }

  /// True where the query was stopped by ``Connection/interrupt()`` or ``ConnectionControl/interrupt()``.
  public var isInterrupt: Bool { kind == .interrupt }
}

extension DuckDBError: CustomStringConvertible {
  /// The message, then what was being done and the SQL (its first 2,000 characters; ``sql`` has all of it).
  public var description: String {
    guard let sql else { return "\(message)\nwhile \(action)" }
    let shown = sql.count > 2_000 ? sql.prefix(2_000) + " …" : Substring(sql)
    return "\(message)\nwhile \(action):\n\(shown)"
  }
}
