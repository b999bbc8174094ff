internal import Dispatch
internal import JSON
internal import PipelineModel
internal import Platform
internal import Synchronization

/// Spark's driver program: one for a run, started when a stage first needs it.
///
/// It reads requests from a pipe and answers a line each. Its end of the pipe closes with this process, however that
/// ends, and the application ends with it.
final class SparkDriver: Sendable {
  /// What the driver answered last, and what it printed besides.
  private struct State {
    var answer: JSON?
    var hasEnded = false
    var startFailure: String?
    var log: [String] = []
    var rest: [UInt8] = []
    var progressed: (@Sendable (Double) -> Void)?
  }

  private static let mark = "\u{1E}palier "
  private static let progressMark = "\u{1E}progress "
  /// Lines of Spark's log that are kept for a failure.
  private static let keptLines = 200

  private let state = Mutex(State())
  private let changed = DispatchSemaphore(value: 0)
  private let stopped: WakeUp
  private let pipe: InputPipe
  private let ended = DispatchSemaphore(value: 0)

  /// Starts the program; it answers once it is asked to `start`.
  /// - Throws: `StageFailure` where it cannot be started.
  init(script: String, home: String, folder: String) throws {
    do {
      stopped = try WakeUp()
      pipe = try InputPipe()
    } catch {
      throw StageFailure(error.description)
    }
    let process = try Self.process(script: script, home: home, folder: folder, input: pipe.reader)
    // The kernel ends the program with the thread that started it, so the thread lives as long as it does.
    DispatchQueue(label: "palier.spark").async { [self] in
      do {
        _ = try process.run(stop: stopped) { take($0) }
      } catch {
        let reason = (error as? ChildProcess.StartError)?.reason ?? "\(error)"
        state.withLock { $0.startFailure = reason }
      }
      state.withLock { $0.hasEnded = true }
      changed.signal()
      ended.signal()
    }
  }

  private static func process(
    script: String, home: String, folder: String, input: Int32
  ) throws(StageFailure) -> ChildProcess {
    let libraries = home + "/python/lib"
    let archives = ((try? Files.list(libraries)) ?? []).filter { $0.hasSuffix(".zip") }
    guard archives.contains("pyspark.zip") else {
      throw StageFailure(
        "there is no Spark in \(Paths.shown(home)): \(Paths.shown(libraries))/pyspark.zip is missing", cause: .usage,
        mend: "make deps-spark, or name Spark's folder in \"home\" of \"engine\", or in SPARK_HOME")
    }
    guard let python = Environment.find("python3") else {
      throw StageFailure("python3, which Spark's driver takes, is not on the PATH", cause: .usage, mend: "install it")
    }
    guard Environment.value("JAVA_HOME") != nil || Environment.find("java") != nil else {
      throw StageFailure(
        "there is no Java on the PATH, and no JAVA_HOME", cause: .usage, mend: "install Java 17 or later")
    }
    var environment = Environment.all.filter { !$0.hasPrefix("PYTHONPATH=") && !$0.hasPrefix("SPARK_HOME=") }
    environment.append("SPARK_HOME=" + home)
    environment.append("PYTHONPATH=" + archives.map { "\(libraries)/\($0)" }.joined(separator: ":"))
    var process = ChildProcess(
      program: python, arguments: ["python3", script], environment: environment, folder: folder, grace: 2)
    process.inputPipe = input
    return process
  }

  // MARK: - Requests

  /// Asks for something and waits for the answer; ends the application where the stage is cancelled.
  /// - Throws: `SparkError` as the driver tells it, `StageFailure` where the driver has gone or the stage is cancelled.
  func request(_ request: JSON, _ control: JobControl) throws -> JSON {
    try control.checkCancelled()
    control.whenCancelled { [self] in stopped.ring() }
    defer { control.whenCancelled(nil) }
    let step = control.progress.step
    state.withLock {
      $0.answer = nil
      $0.progressed = { control.report(.init(step: step, fraction: $0)) }
    }
    defer { state.withLock { $0.progressed = nil } }
    guard pipe.write(request.text() + "\n") else { throw gone(control) }
    while true {
      changed.wait()
      let (answer, hasEnded) = state.withLock { ($0.answer, $0.hasEnded) }
      if let answer {
        if let error = answer["error"] { throw SparkError(json: error) }
        return answer
      }
      if hasEnded { throw gone(control) }
    }
  }

  /// Whether the application has ended.
  var hasEnded: Bool { state.withLock { $0.hasEnded } }

  /// Ends the application and waits until it is gone.
  func end() {
    pipe.close()
    if ended.wait(timeout: .now() + .seconds(20)) == .timedOut { stopped.ring() }
  }

  private func gone(_ control: JobControl) -> StageFailure {
    if control.isCancelled { return StageFailure("stopped", cause: .cancelled) }
    let (failure, log) = state.withLock { ($0.startFailure, $0.log) }
    if let failure { return StageFailure("Spark's driver could not be started: \(failure)") }
    let telling = log.last { $0.contains("Error") || $0.contains("Exception") || $0.contains("ERROR") } ?? log.last
    var gone = StageFailure(
      "the Spark application ended before it answered" + (telling.map { ": " + $0.prefix(400) } ?? ""),
      mend: "see Spark's log in the run's record, then run again: what was published is kept",
      detail: log.joined(separator: "\n"))
    gone.mayPass = true
    return gone
  }

  // MARK: - Answers

  private func take(_ bytes: UnsafeRawBufferPointer) {
    let (hasAnswer, progressed, fraction) = state.withLock { state in
      state.rest += bytes
      var hasAnswer = false
      var fraction: Double?
      while let end = state.rest.firstIndex(of: UInt8(ascii: "\n")) {
        let line = String(decoding: state.rest[..<end], as: UTF8.self)
        state.rest.removeSubrange(...end)
        if line.hasPrefix(Self.mark) {
          state.answer = try? JSON.parse(String(line.dropFirst(Self.mark.count)))
          hasAnswer = true
          fraction = nil
        } else if line.hasPrefix(Self.progressMark) {
          fraction = Double(line.dropFirst(Self.progressMark.count))
        } else if !line.isEmpty {
          state.log.append(line)
          if state.log.count > Self.keptLines { state.log.removeFirst() }
        }
      }
      return (hasAnswer, state.progressed, fraction)
    }
    if let fraction { progressed?(fraction) }
    if hasAnswer { changed.signal() }
  }
}
