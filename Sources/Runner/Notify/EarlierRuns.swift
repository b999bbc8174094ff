internal import ArtifactStore
internal import JSON
internal import Platform

/// What the runs before this one came to, as the journal tells it; read when it is first asked for.
final class EarlierRuns {
  private let journal: Journal
  private let run: String

  init(_ journal: Journal, before run: String) {
    self.journal = journal
    self.run = run
  }

  /// How each run ended, oldest first.
  private lazy var endings = journal.entries.filter { $0["event"] == "end" && $0["run"]?.string != run }

  /// How the last run ended, or nil where there was none.
  var lastStatus: String? { endings.last?["status"]?.string }

  /// When the last successful run ended, or nil where there was none.
  var lastSuccess: Instant? {
    endings.last { $0["status"]?.string == RunOutcome.Status.succeeded.rawValue }
      .flatMap { $0["at"]?.string }.flatMap { Instant(stamp: $0) }
  }
}
