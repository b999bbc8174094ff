internal import ArtifactStore
public import JSON
public import PipelineModel
internal import Platform

/// What of an output folder holds personal data, as the manifests tell it.
public struct PersonalData: Sendable {
  /// What a column tells of a person.
  public enum Category: String, Sendable, Hashable, CaseIterable {
    /// Who it is: the source's id of the customer, or its pseudonym.
    case customer
    /// What leads to a person with the shop's other data: orders, visits.
    case reference
    /// Where somebody lives.
    case place
    /// Text as it came, which can hold anything.
    case text

    /// The category of a column by its name; nil for one that tells of a person only beside one that does.
    public init?(column: String) {
      let name = column.lowercased()
      if PersonalColumn.isCustomer(name) {
        self = .customer
      } else if ["order_id", "session_id", "invoice"].contains(name) {
        self = .reference
      } else if ["country", "region", "city", "zip_prefix", "latitude", "longitude", "postcode", "address"].contains(
        name)
      {
        self = .place
      } else if ["raw", "reason"].contains(name) {
        self = .text
      } else {
        return nil
      }
    }
  }

  /// One output with personal data.
  public struct Holding: Sendable {
    /// The stage.
    public var stage: String
    /// The output.
    public var output: String
    /// Rows; nil where it is no table.
    public var rows: Int?
    /// Bytes of the current version.
    public var bytes: Int
    /// The columns that tell of a person, with what they tell.
    public var columns: [(name: String, category: Category)]
    /// How many more columns stand beside them.
    public var others: Int
    /// Versions on disk, the current one included.
    public var versions: Int
    /// When the oldest of them was made.
    public var oldest: String?
  }

  /// Outputs with personal data, in graph order.
  public private(set) var holdings: [Holding] = []
  /// Entries of the quarantine, which can hold rows.
  public private(set) var quarantine: [String] = []
  /// Records of runs.
  public private(set) var runs = 0
  /// Files of what stages printed.
  public private(set) var logs = 0
  /// Whether a dashboard is shown.
  public private(set) var hasReport = false
  /// Erased customers, and how many of them something may still name.
  public private(set) var erasures: (all: Int, open: Int) = (0, 0)

  /// Looks at what is current.
  /// - Throws: `ConfigError`, `FileError`.
  public init(_ project: Project) throws {
    let (store, layout) = (project.store, project.store.layout)
    for stage in project.graph.order {
      guard let manifest = store.current(stage) else { continue }
      let names = ((try? Files.list(layout.stage(stage))) ?? []).filter { !$0.hasPrefix(".") }
      let made = names.compactMap { store.manifest(stage, $0)?.run }.min().flatMap { Instant(stamp: $0)?.description }
      for (name, output) in manifest.outputs.sorted(by: { $0.key < $1.key }) {
        let columns = output.schema.compactMap { column in
          Category(column: column.name).map { (name: column.name, category: $0) }
        }
        // Files for people hold what the stage reads.
        let isForPeople = output.format == .files && Self.readsPeople(stage, project)
        guard columns.contains(where: { [.customer, .text].contains($0.category) }) || isForPeople else { continue }
        holdings.append(
          Holding(
            stage: stage, output: name, rows: output.rows, bytes: output.bytes, columns: columns,
            others: output.schema.count - columns.count, versions: names.count, oldest: made))
      }
    }
    if Files.exists(layout.quarantine) { quarantine = try Files.list(layout.quarantine) }
    if Files.exists(layout.runs) {
      let records = try Files.list(layout.runs).filter { !$0.hasPrefix(".") }
      runs = records.count
      logs = records.reduce(0) { $0 + ((try? Files.list("\(layout.run($1))/logs").count) ?? 0) }
    }
    hasReport = Files.exists(layout.report)
    if let list = try ErasureFile.load(project.config.privacy.erasures) {
      erasures = (list.entries.count, list.entries.count { $0.completedAt == nil })
    }
  }

  private static func readsPeople(_ stage: String, _ project: Project) -> Bool {
    (project.config.stage(stage)?.inputs ?? []).contains { input in
      guard case .output(let producer, let output) = input else { return false }
      return project.store.current(producer)?.outputs[output]?.schema
        .contains { Category(column: $0.name) == .customer } ?? false
    }
  }

  /// For programs.
  public func json(_ config: PipelineConfig) -> JSON {
    let retention = config.retention
    return [
      "pseudonymised": .bool(config.privacy.isPseudonymised),
      "key": config.privacy.isPseudonymised ? .string(config.privacy.keyPlace) : nil,
      "erasures": [
        "file": .string(config.privacy.erasures), "customers": .int(erasures.all), "open": .int(erasures.open),
      ],
      "retention": [
        "keep_runs": .int(retention.keepRuns), "keep_days": .int(retention.keepDays),
        "automatic": .bool(retention.isAutomatic),
      ],
      "outputs": .array(
        holdings.map { holding in
          [
            "output": .string("\(holding.stage).\(holding.output)"), "rows": holding.rows.map { .int($0) } ?? nil,
            "bytes": .int(holding.bytes),
            "columns": .members(holding.columns.map { ($0.name, .string($0.category.rawValue)) }),
            "other_columns": .int(holding.others), "versions": .int(holding.versions),
            "oldest": holding.oldest.map { .string($0) } ?? nil,
          ]
        }),
      "quarantine": .array(quarantine.map { .string($0) }), "runs": .int(runs), "logs": .int(logs),
      "report": .bool(hasReport),
    ]
  }
}
