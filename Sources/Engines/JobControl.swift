public import DuckDB
internal import Platform
internal import Synchronization

/// The line between a running stage and whoever watches it: cancellation one way, progress the other.
public final class JobControl: Sendable {
  /// How far a stage is.
  public struct Progress: Sendable, Hashable {
    /// What it does: the name of the step.
    public var step: String
    /// From 0 to 1, or nil where unknown.
    public var fraction: Double?
    /// Rows read so far, or nil where unknown.
    public var rows: Int?

    /// Makes a report.
    public init(step: String, fraction: Double? = nil, rows: Int? = nil) {
      self.step = step
      self.fraction = fraction
      self.rows = rows
    }
  }

  /// How long a step took.
  public struct StepTime: Sendable, Hashable {
    /// The step's name.
    public var step: String
    /// Seconds.
    public var seconds: Double
  }

  private struct State {
    var isCancelled = false
    var running: ConnectionControl?
    var stop: (@Sendable () -> Void)?
    var progress = Progress(step: "")
    var stepStart = Stopwatch()
    var times: [StepTime] = []

    mutating func endStep() {
      if !progress.step.isEmpty { times.append(StepTime(step: progress.step, seconds: stepStart.elapsed)) }
      stepStart = Stopwatch()
    }
  }

  private let state = Mutex(State())

  /// Whether somebody looks at the progress: asking the engine for it costs a little.
  public let isWatched: Bool

  /// A control that nobody has cancelled.
  public init(isWatched: Bool = false) { self.isWatched = isWatched }

  /// Whether the stage should stop.
  public var isCancelled: Bool { state.withLock { $0.isCancelled } }

  /// Stops the stage: the engine's statement is interrupted, a program is ended, native code sees `isCancelled`.
  public func cancel() {
    let (running, stop) = state.withLock { state in
      state.isCancelled = true
      return (state.running, state.stop)
    }
    running?.interrupt()
    stop?()
  }

  /// Notes what else stops the stage; done at once where it is cancelled already.
  public func whenCancelled(_ stop: (@Sendable () -> Void)?) {
    let isCancelled = state.withLock { state in
      state.stop = stop
      return state.isCancelled
    }
    if isCancelled { stop?() }
  }

  /// Stops a statement that began just as the stage was cancelled.
  public func interruptAgain() {
    let running = state.withLock { $0.isCancelled ? $0.running : nil }
    running?.interrupt()
  }

  /// Notes the connection that works for the stage.
  public func watch(_ connection: ConnectionControl?) {
    state.withLock { $0.running = connection }
  }

  /// Throws where the stage should stop.
  /// - Throws: `StageFailure` with cause `cancelled`.
  public func checkCancelled() throws(StageFailure) {
    if isCancelled { throw StageFailure("stopped", cause: .cancelled) }
  }

  /// Notes how far the stage is.
  public func report(_ progress: Progress) {
    state.withLock { state in
      if progress.step != state.progress.step { state.endStep() }
      state.progress = progress
    }
  }

  /// How long each step took, in order; the one under way counts as ended.
  public var stepTimes: [StepTime] {
    state.withLock { state in
      state.endStep()
      state.progress = Progress(step: "")
      return state.times
    }
  }

  /// How far the stage is, asking the engine where it works.
  public var progress: Progress {
    let (noted, running) = state.withLock { ($0.progress, $0.running) }
    guard noted.fraction == nil, let engine = running?.progress, engine.percentage > 0 else { return noted }
    return Progress(
      step: noted.step, fraction: engine.percentage / 100,
      rows: engine.rowsProcessed > 0 ? Int(clamping: engine.rowsProcessed) : nil)
  }
}
