import Engines
import Runner

/// Notes nothing.
struct SilentObserver: RunObserver {
  let showsProgress = false
  func waitingForLock(_ holder: String) {}
  func began(run: String, stages: Int) {}
  func started(_ stage: String) {}
  func finished(_ outcome: StageOutcome) {}
  func tick(_ running: [(stage: String, seconds: Double, progress: JobControl.Progress)]) {}
}
