public import Engines
public import PipelineModel

/// Whoever watches a run; called from the run's own thread, never from two at once.
public protocol RunObserver {
  /// Whether `tick` shows how far stages are.
  var showsProgress: Bool { get }
  /// The run waits for another to end.
  func waitingForLock(_ holder: String)
  /// The run has begun: so many stages are looked at.
  func began(run: String, stages: Int)
  /// A stage has begun to run.
  func started(_ stage: String)
  /// A stage has failed so many times and is tried again after a while.
  func retrying(_ stage: String, failures: Int, of retries: StageRetries, after delay: Double, _ failure: StageFailure)
  /// A stage's fate is settled.
  func finished(_ outcome: StageOutcome)
  /// Time passes while these stages run.
  func tick(_ running: [(stage: String, seconds: Double, progress: JobControl.Progress)])
}

extension RunObserver {
  /// Says nothing of it.
  public func retrying(
    _ stage: String, failures: Int, of retries: StageRetries, after delay: Double, _ failure: StageFailure
  ) {}
}
