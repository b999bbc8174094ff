import Synchronization

/// Counts a study's pieces of work as they end, and lets each be refused before it starts.
final class StudyTracker: Sendable {
  private let done = Atomic<Int>(0)
  private let total: Int
  private let report: @Sendable (_ done: Int, _ total: Int) -> Void
  private let isCancelled: @Sendable () -> Bool

  init(
    total: Int, report: @escaping @Sendable (_ done: Int, _ total: Int) -> Void,
    isCancelled: @escaping @Sendable () -> Bool
  ) {
    self.total = total
    self.report = report
    self.isCancelled = isCancelled
  }

  /// Does a piece of work and counts it.
  /// - Throws: `CancellationError` once cancelled; what the work throws.
  func piece<Value>(_ work: () throws -> Value) throws -> Value {
    if isCancelled() { throw CancellationError() }
    let value = try work()
    // Comparisons that only a refit on demand needs come on top of the plan.
    report(min(done.wrappingAdd(1, ordering: .relaxed).newValue, total), total)
    return value
  }
}
