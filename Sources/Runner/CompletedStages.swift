internal import Synchronization

/// The way back from the threads that run stages to the thread that schedules them.
final class CompletedStages: Sendable {
  private let outcomes = Mutex<[StageOutcome]>([])

  /// Hands over an outcome; from any thread.
  func add(_ outcome: StageOutcome) { outcomes.withLock { $0.append(outcome) } }

  /// Takes what has been handed over since.
  func take() -> [StageOutcome] {
    outcomes.withLock { list in
      defer { list = [] }
      return list
    }
  }
}
