public import JSON

/// A stage that could not do its work: what went wrong, where, and how to mend it.
public struct StageFailure: Error, Sendable, CustomStringConvertible {
  /// Whose fault it is, as far as that can be told; decides the exit code.
  public enum Cause: Sendable, Hashable {
    /// The data, the machine, or the stage's own code.
    case stage
    /// What a person wrote: a missing source file, a wrong header.
    case usage
    /// The run was stopped.
    case cancelled
  }

  /// Whose fault it is.
  public var cause: Cause
  /// The file where it went wrong, where one can be named.
  public var file: String?
  /// The place in the file.
  public var position: TextPosition?
  /// What went wrong.
  public var message: String
  /// How to mend it.
  public var mend: String?
  /// More, for the run's record: the engine's whole text.
  public var detail: String?

  /// What to say in its place where customers' ids are pseudonyms: the message may quote a row of the file.
  public var discreet: String?

  /// Whether it may pass by itself: a stage that declares retries is tried again.
  public var mayPass = false

  /// Makes a failure.
  public init(
    _ message: String, cause: Cause = .stage, file: String? = nil, at position: TextPosition? = nil,
    mend: String? = nil, detail: String? = nil
  ) {
    self.message = message
    self.cause = cause
    self.file = file
    self.position = position
    self.mend = mend
    self.detail = detail
  }

  public var description: String {
    let place = file.map { file in position.map { "\(file):\($0.line):\($0.column): " } ?? "\(file): " } ?? ""
    return place + message + (mend.map { "\n  mend: \($0)" } ?? "")
  }
}
