/// A kind of source: the columns its files must have, under the names that files give them.
public struct SourceKind: Sendable, Hashable {
  /// The kind's name in a config.
  public var name: String
  /// One line for help and errors.
  public var summary: String
  /// Its columns; none for a kind whose columns the config names.
  public var columns: [Column]
  /// How its files become rows.
  public var reading: Reading = .fixed

  /// How the files of a kind become rows.
  public enum Reading: Sendable, Hashable {
    /// Csv in UTF-8, columns found by the names that the kind knows.
    case fixed
    /// Any format, columns mapped to those of canonical lines: by the config, or by the names that the kind knows.
    case mapped
    /// Csv files of events, plain or packed, of any size.
    case events
    /// Csv files of several tables in UTF-8, each file recognised by its header.
    case tables([Table])
  }

  /// One table of a source of several.
  public struct Table: Sendable, Hashable {
    /// The table's name: a stage reads it as `source_NAME`.
    public var name: String
    /// The columns that its files have, and no other table's.
    public var columns: [String]
    /// Whether there can be nothing without it.
    public var isRequired: Bool

    init(_ name: String, required: Bool = false, _ columns: String...) {
      self.name = name
      self.columns = columns
      isRequired = required
    }
  }

  /// One column of a source.
  public struct Column: Sendable, Hashable {
    /// The name under which a stage reads it.
    public var name: String
    /// The names that a file's header may give it; case, spaces and `_` do not count.
    public var headers: [String]

    init(_ name: String, _ headers: String...) {
      self.name = name
      self.headers = headers
    }
  }

  /// The column that a header names, or nil.
  public func column(forHeader header: String) -> Column? {
    let wanted = Self.folded(header)
    return columns.first { column in column.headers.contains { Self.folded($0) == wanted } }
  }

  /// A header without what does not count when headers are compared: case, spaces and signs.
  public static func folded(_ header: String) -> String {
    String(header.lowercased().filter { $0.isLetter || $0.isNumber })
  }
}
