extension ReportModel {
  /// What this run did.
  public struct Run: Sendable {
    /// The run's id.
    public var id: String
    /// When it began, UTC, `YYYY-MM-DDThh:mm:ssZ`.
    public var startedAt: String
    /// How long it took until the report was written, in seconds.
    public var seconds: Double?
    /// Versions of the programs used, such as `palier` and `duckdb`.
    public var versions: [Parameter]
    /// One row per stage, in the plan's order.
    public var stages: [StageRow]
    /// What came of the checks; none of those broken stopped the run.
    public var checks: [CheckRow]
    /// The figures that were current before, where they were others: what changed is told against them.
    public var previous: PreviousFigures?
    /// What the command line set: the names of parameters and sources.
    public var overrides: [Parameter]

    /// Makes a run.
    public init(
      id: String, startedAt: String, seconds: Double? = nil, versions: [Parameter] = [], stages: [StageRow],
      checks: [CheckRow] = [], previous: PreviousFigures? = nil, overrides: [Parameter] = []
    ) {
      self.id = id
      self.startedAt = startedAt
      self.seconds = seconds
      self.versions = versions
      self.stages = stages
      self.checks = checks
      self.previous = previous
      self.overrides = overrides
    }
  }

  /// What came of a check.
  public struct CheckRow: Sendable {
    /// What was checked, such as `rfm.customers`.
    public var subject: String
    /// The check's name.
    public var name: String
    /// What was found.
    public var finding: Phrase
    /// Whether it was broken.
    public var isBroken: Bool

    /// Makes a row.
    public init(subject: String, name: String, finding: Phrase, isBroken: Bool) {
      self.subject = subject
      self.name = name
      self.finding = finding
      self.isBroken = isBroken
    }
  }

  /// What the run decided on a stage.
  public struct StageRow: Sendable {
    /// The stage's id.
    public var id: String
    /// The stage's kind, such as `sql`.
    public var kind: String
    /// `ran`, `fresh`, `restored`, `cut_off`, `failed` or `skipped`; anything else is shown as given.
    public var verdict: String
    /// Why, as the plan says it.
    public var reasons: [Phrase]
    /// Seconds spent.
    public var seconds: Double?
    /// The artifact's version.
    public var version: String?
    /// Rows over all outputs.
    public var rows: Int?
    /// Digest of everything that may change the outputs.
    public var fingerprint: String?
    /// Digest of the outputs.
    public var contentDigest: String?
    /// The stages that it reads from.
    public var reads: [String]
    /// When its version was made, UTC, `YYYY-MM-DDThh:mm:ssZ`.
    public var madeAt: String?

    /// Makes a row.
    public init(
      id: String, kind: String, verdict: String, reasons: [Phrase] = [], seconds: Double? = nil,
      version: String? = nil, rows: Int? = nil, fingerprint: String? = nil, contentDigest: String? = nil,
      reads: [String] = [], madeAt: String? = nil
    ) {
      self.id = id
      self.kind = kind
      self.verdict = verdict
      self.reasons = reasons
      self.seconds = seconds
      self.version = version
      self.rows = rows
      self.fingerprint = fingerprint
      self.contentDigest = contentDigest
      self.reads = reads
      self.madeAt = madeAt
    }
  }

  /// A name and its value.
  public struct Parameter: Sendable {
    /// The name, such as `kmeans.k`.
    public var name: String
    /// The value as written in the config.
    public var value: String

    /// Makes a parameter.
    public init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }
}
