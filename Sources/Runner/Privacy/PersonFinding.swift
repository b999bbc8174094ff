public import JSON

/// A file, or a column of one, of an output folder that names a customer.
public struct PersonFinding: Sendable, Hashable {
  /// What of the output folder it is in.
  public enum Place: Sendable, Hashable {
    /// A version of a stage, and whether it is current.
    case version(stage: String, version: String, isCurrent: Bool)
    /// A run's folder.
    case run(String)
    /// An entry of the quarantine.
    case quarantine(String)
    /// The journal, or the log of scheduled runs.
    case journal
    /// What can be thrown away.
    case cache
    /// The dashboard that is shown.
    case report
    /// Something that no part of the store is.
    case other
  }

  /// What it is in.
  public var place: Place
  /// The file, below the output folder.
  public var path: String
  /// The column, of a table.
  public var column: String?
  /// How many values, or places in the text.
  public var count: Int
  /// Whether a customer is meant; else it can be an equal text of another meaning, such as the number of a product.
  public var isCertain: Bool

  /// The finding for programs. It tells no id.
  public var json: JSON {
    [
      "path": .string(path), "column": column.map { .string($0) } ?? nil, "count": .int(count),
      "certain": .bool(isCertain),
    ]
  }
}

/// What a scan of an output folder came to.
public struct PersonScan: Sendable {
  /// What names a customer.
  public var findings: [PersonFinding] = []
  /// Files looked at.
  public var files = 0
  /// Their bytes.
  public var bytes = 0
  /// Values of tables looked at beside the bytes.
  public var values = 0

  /// The scan for programs.
  public var json: JSON {
    [
      "files": .int(files), "bytes": .int(bytes), "values": .int(values),
      "findings": .array(findings.map(\.json)),
    ]
  }
}
