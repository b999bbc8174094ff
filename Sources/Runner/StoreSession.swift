internal import ArtifactStore
internal import JSON
internal import PipelineModel
internal import Platform

/// Work on an output folder under its lock, with a journal: a run, or a rollback.
///
/// The lock is the kernel's and goes with the session, or with the process.
final class StoreSession {
  /// The pipeline with the store as it is under the lock.
  let project: Project
  /// The id of this run.
  let run: String
  /// When it began.
  let startedAt: Instant
  /// What was found and put right before it began.
  let findings: [String]
  private let kind: String
  private let lock: FileLock

  /// Takes the lock, puts right what killed runs left, and begins.
  ///
  /// - Parameters:
  ///   - kind: what begins, for the journal: `run`, `rollback` …
  ///   - lockTimeout: seconds to wait for another holder.
  ///   - waiting: called with the holder where there is one to wait for.
  /// - Throws: `RunError` where another holds the lock, `FileError`.
  init(_ project: Project, kind: String, lockTimeout: Double, waiting: (String) -> Void) throws {
    let layout = project.store.layout
    self.kind = kind
    try Files.makeFolder(layout.root)
    lock = try StoreLock.take(layout, timeout: lockTimeout, waiting: waiting)
    // What is current may have changed while this run waited, so everything is looked at now.
    self.project = try Project(refreshing: project)
    startedAt = .now
    findings = try self.project.store.recover()
    run = RunHistory(layout).newID(at: startedAt)
    lock.note("\(run) \(Environment.processID)")
    try self.project.store.journal.append(
      .begin, run: run,
      [
        ("kind", .string(kind)), ("process", .int(Environment.processID)),
        ("pipeline", .string(project.config.name)), ("config", .string(project.config.file)),
      ])
    try StoreStep.begun.reach(layout.journal)
  }

  /// Ends the session's run in the journal and keeps its record.
  /// - Throws: `FileError`.
  func end(_ status: RunOutcome.Status, seconds: Double, record: JSON) throws(FileError) {
    let store = project.store
    // The journal's end comes last, and comes even where the record cannot be kept.
    var failure: FileError?
    let whole = JSON.members((record.object ?? []).map { ($0.key, $0.value) } + [("kind", .string(kind))])
    do { try RunHistory(store.layout).write(whole, run: run) } catch { failure = error }
    let by: [(String, JSON)] = status == .cancelled && Interruption.isFromKeyboard ? [("by", "keyboard")] : []
    try store.journal.append(
      .end, run: run,
      [
        ("status", .string(status.rawValue)), ("seconds", .double(rounded(seconds))),
        ("current", .string(store.pointer?.run ?? "")),
      ] + by)
    try StoreStep.ended.reach(store.layout.journal)
    if let failure { throw failure }
  }

  /// Ends a run that could not go on; what went wrong is on its way to whoever began it.
  func abandon(_ error: any Error, seconds: Double) {
    let status: RunOutcome.Status = Interruption.signalNumber == nil ? .failed : .cancelled
    let record = JSON.members([
      ("format", 1), ("run_id", .string(run)), ("status", .string(status.rawValue)),
      ("seconds", .double(rounded(seconds))),
      ("report", nil), ("warnings", .array(findings.map { .string($0) })), ("stages", []),
      ("published", .bool(project.store.pointer?.run == run)), ("started_at", .string(startedAt.precise)),
      ("ended_at", .string(Instant.now.description)), ("error", .string("\(error)")),
    ])
    try? end(status, seconds: seconds, record: record)
  }
}

/// The lock of an output folder.
enum StoreLock {
  /// Takes the lock.
  ///
  /// - Parameters:
  ///   - timeout: seconds to wait for another holder; 0 tries once.
  ///   - waiting: called with the holder where there is one to wait for.
  /// - Throws: `RunError` where another holds it still, or a signal came; `FileError`.
  static func take(
    _ layout: StoreLayout, timeout: Double, waiting: (_ holder: String) -> Void
  ) throws -> FileLock {
    if let lock = try FileLock.take(layout.lock, timeout: 0) { return lock }
    if timeout > 0 {
      waiting(holder(layout))
      let lock = try FileLock.take(
        layout.lock, timeout: timeout, isCancelled: { Interruption.signalNumber != nil })
      if let lock { return lock }
    }
    if Interruption.signalNumber != nil { throw RunError(cause: .cancelled, description: "stopped") }
    let folder = Paths.shown(layout.root)
    throw RunError(
      cause: .locked,
      description: timeout > 0
        ? "\(holder(layout)) holds \(folder) and did not end in \(timeout) s\n"
          + "  mend: wait for it, or allow more with --lock-timeout SECONDS"
        : "\(holder(layout)) holds \(folder)\n  mend: wait for it to end, or wait here with --lock-timeout SECONDS")
  }

  /// Who holds the lock, as it says itself.
  private static func holder(_ layout: StoreLayout) -> String {
    let note = (try? Files.read(layout.lock, limit: 200)).map { String(decoding: $0, as: UTF8.self) } ?? ""
    let words = note.prefix { $0 != "\n" }.split(separator: " ")
    return words.count == 2 ? "run \(words[0]) (process \(words[1]))" : "another run"
  }
}
