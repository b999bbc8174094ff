/// What a stage may use while it runs; it changes no result.
public struct StageResources: Sendable, Hashable {
  /// Threads; nil for the pipeline's usual share.
  public var threads: Int?
  /// Bytes of memory; nil for the pipeline's usual share.
  public var memory: Int?

  /// The usual share.
  public init(threads: Int? = nil, memory: Int? = nil) {
    self.threads = threads
    self.memory = memory
  }
}

/// How often a stage is tried again after a failure that may pass.
public struct StageRetries: Sendable, Hashable {
  /// Tries after the first.
  public var count: Int
  /// Seconds before the first of them; twice as many before each that follows.
  public var backoff: Double

  /// Makes a rule.
  public init(count: Int = 0, backoff: Double = 1) {
    self.count = count
    self.backoff = backoff
  }

  /// Seconds to wait after so many failures.
  public func delay(after failures: Int) -> Double {
    var delay = backoff
    for _ in 1..<max(1, failures) where delay < Self.longest { delay *= 2 }
    return min(delay, max(backoff, Self.longest))
  }

  private static let longest = 3600.0
}
