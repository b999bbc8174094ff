public import Engines

/// Whoever watches a run; called from the run's own thread, never from two at once.
public protocol RunObserver {
  /// The run waits for another to end.
  func waitingForLock(_ holder: String)
  /// The run has begun: so many stages are looked at.
  func began(run: String, stages: Int)
  /// A stage has begun to run.
  func started(_ stage: String)
  /// A stage's fate is settled.
  func finished(_ outcome: StageOutcome)
  /// Time passes while these stages run.
  func tick(_ running: [(stage: String, seconds: Double, progress: JobControl.Progress)])
}
