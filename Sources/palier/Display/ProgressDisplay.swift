internal import Engines
internal import PipelineModel
internal import Platform
internal import Runner

/// A run as it goes: a live line for each running stage on a terminal, plain lines elsewhere.
final class ProgressDisplay: RunObserver {
  private enum Kind {
    case live, plain, none
  }

  private let console: Console
  private let kind: Kind
  private var liveLines = 0
  private var lastDraw = Stopwatch()
  private var settled = 0
  private var total = 0

  init(_ console: Console, kind: String) {
    self.console = console
    switch kind {
    case "none": self.kind = .none
    case "plain": self.kind = .plain
    default: self.kind = console.isQuiet ? .none : Stream.error.isTerminal ? .live : .plain
    }
  }

  var showsProgress: Bool { kind == .live }

  func waitingForLock(_ holder: String) {
    if kind != .none { console.log("waiting for \(holder) to end …") }
  }

  func began(run: String, stages: Int) {
    total = stages
    if kind == .plain { console.log("run \(run): \(stages) stages") }
  }

  func started(_ stage: String) {
    if kind == .plain { console.log("\(stage): started") }
  }

  func retrying(
    _ stage: String, failures: Int, of retries: StageRetries, after delay: Double, _ failure: StageFailure
  ) {
    guard kind != .none else { return }
    clear()
    let reason = failure.message.split(separator: "\n").first ?? ""
    console.log(
      "\(stage): try \(failures) of \(retries.count + 1) failed: \(reason); again in \(Amounts.seconds(delay))")
  }

  func finished(_ outcome: StageOutcome) {
    settled += 1
    guard kind != .none, outcome.verdict == .ran || outcome.verdict == .failed else { return }
    clear()
    if outcome.verdict == .ran {
      let rows = outcome.manifest?.outputs.values.compactMap(\.rows).max().map { ", \(Amounts.count($0)) rows" } ?? ""
      let files = outcome.manifest?.increment.map { ", \($0.text)" } ?? ""
      console.log(
        console.styled("✓", .green, on: .error)
          + " \(outcome.stage): ran in \(Amounts.seconds(outcome.seconds))\(rows)\(files)"
      )
    } else {
      console.log(console.styled("✗", .red, on: .error) + " \(outcome.stage): failed")
    }
  }

  func tick(_ running: [(stage: String, seconds: Double, progress: JobControl.Progress)]) {
    guard kind == .live, lastDraw.elapsed > 0.09 else { return }
    lastDraw = Stopwatch()
    clear()
    let width = Stream.error.columns
    for job in running {
      Stream.error.write(String(line(job).prefix(width - 1)) + "\n")
      liveLines += 1
    }
  }

  private func line(_ job: (stage: String, seconds: Double, progress: JobControl.Progress)) -> String {
    var parts = ["  \(job.stage)", job.progress.step]
    if let fraction = job.progress.fraction {
      parts.append("\(Int(fraction * 100)) %")
      if fraction > 0.05, fraction < 1, job.seconds > 1 {
        parts.append("about \(Amounts.seconds(job.seconds * (1 - fraction) / fraction)) left")
      }
    }
    if let rows = job.progress.rows { parts.append("\(Amounts.count(rows)) rows") }
    parts.append(Amounts.seconds(job.seconds))
    return parts.filter { !$0.isEmpty }.joined(separator: " · ") + " · \(settled)/\(total) stages"
  }

  /// Takes the live lines off the screen.
  private func clear() {
    guard liveLines > 0 else { return }
    Stream.error.write("\u{1B}[\(liveLines)A\u{1B}[J")
    liveLines = 0
  }

  /// Takes the live lines off the screen for good.
  func end() { clear() }
}
