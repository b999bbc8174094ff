internal import Engines
internal import PipelineModel

/// Writes what happens in a run to its log, and passes it on.
final class LoggingObserver: RunObserver {
  private let log: RunLog
  private let next: any RunObserver

  init(_ log: RunLog, next: any RunObserver) {
    self.log = log
    self.next = next
  }

  var showsProgress: Bool { next.showsProgress }

  func waitingForLock(_ holder: String) {
    log.add("waiting for \(holder) to end")
    next.waitingForLock(holder)
  }

  func began(run: String, stages: Int) {
    next.began(run: run, stages: stages)
  }

  func started(_ stage: String) {
    log.add("\(stage): started")
    next.started(stage)
  }

  func retrying(_ stage: String, failures: Int, of retries: StageRetries, after delay: Double, _ failure: StageFailure)
  {
    log.add("\(stage): try \(failures) of \(retries.count + 1) failed, the next in \(rounded(delay)) s: \(failure)")
    next.retrying(stage, failures: failures, of: retries, after: delay, failure)
  }

  func finished(_ outcome: StageOutcome) {
    let why = Self.why(outcome)
    let verdict = outcome.verdict.rawValue.replacing("_", with: " ")
    switch outcome.verdict {
    case .ran:
      let rows = outcome.manifest?.outputs.values.compactMap(\.rows).max().map { ", \($0) rows" } ?? ""
      log.add("\(outcome.stage): ran in \(rounded(outcome.seconds)) s\(rows) (\(why))")
      if let manifest = outcome.manifest, let rejects = manifest.outputs["rejects"], let count = rejects.rows, count > 0
      {
        log.add(
          "\(outcome.stage): \(count) rows were refused, with file, line and reason in "
            + "artifacts/\(manifest.stage)/\(manifest.version)/\(rejects.files.first?.path ?? "")")
      }
    case .failed:
      let failure = outcome.failure.map { $0.cause == .cancelled ? "stopped" : "\($0)" } ?? "for a reason unknown"
      log.add("\(outcome.stage): failed after \(rounded(outcome.seconds)) s: \(failure)")
    default: log.add("\(outcome.stage): \(verdict) (\(why))", canWait: true)
    }
    for check in outcome.brokenChecks where !check.isFatal { log.add("\(outcome.stage): warning: \(check.text)") }
    for check in outcome.brokenChecks {
      if let file = check.file { log.add("  failing rows of \"\(check.name)\": \(file) in the output folder") }
    }
    next.finished(outcome)
  }

  /// The first reasons: a source can have hundreds of new files.
  private static func why(_ outcome: StageOutcome) -> String {
    let shown = outcome.reasons.prefix(5).map(\.text).joined(separator: "; ")
    let more = outcome.reasons.count - 5
    return more > 0 ? "\(shown); and \(more) more" : shown
  }

  func tick(_ running: [(stage: String, seconds: Double, progress: JobControl.Progress)]) { next.tick(running) }
}
