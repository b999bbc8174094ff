internal import Glibc

/// Elapsed time by the monotonic clock, which no change of the wall clock moves.
public struct Stopwatch: Sendable {
  private let start: Double

  /// Starts.
  public init() { start = Self.seconds }

  /// Seconds since the start.
  public var elapsed: Double { Self.seconds - start }

  private static var seconds: Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
