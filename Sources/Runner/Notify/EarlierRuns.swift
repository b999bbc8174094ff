internal import ArtifactStore
internal import JSON
internal import Platform

/// What the runs before this one came to, as the journal tells it; read when it is first asked for.
final class EarlierRuns {
  private let journal: Journal
  private let run: String
  private let wasRefused: Bool

  /// - Parameters:
  ///   - wasRefused: whether a run has failed since that the journal does not know.
  init(_ journal: Journal, before run: String, wasRefused: Bool) {
    self.journal = journal
    self.run = run
    self.wasRefused = wasRefused
  }

  /// How each run ended, oldest first: neither rollbacks nor what somebody stopped at a keyboard, who needed no telling.
  private lazy var endings: [JSON] = {
    let entries = journal.entries
    let runs = Set(entries.filter { $0["event"] == "begin" && $0["kind"] == "run" }.compactMap { $0["run"]?.string })
    return entries.filter { entry in
      guard entry["event"] == "end", let id = entry["run"]?.string, id != run else { return false }
      return runs.contains(id) && entry["by"] != "keyboard"
    }
  }()

  /// How the last run ended, or nil where there was none.
  var lastStatus: String? {
    wasRefused ? RunOutcome.Status.failed.rawValue : endings.last?["status"]?.string
  }

  /// When the last successful run ended, or nil where there was none.
  var lastSuccess: Instant? {
    endings.last { $0["status"]?.string == RunOutcome.Status.succeeded.rawValue }
      .flatMap { $0["at"]?.string }.flatMap { Instant(stamp: $0) }
  }
}
