public import JSON

/// What a config says of a source beside its kind and files.
public struct SourceOptions: Sendable, Hashable {
  /// Where each column of a canonical line comes from; empty where the kind knows.
  public var columns: [ColumnMapping] = []
  /// The files' format; nil to go by their names.
  public var format: Format?
  /// What stands between the fields of a csv file; nil to find out from its header.
  public var delimiter: String?
  /// The encoding of text; nil for UTF-8, or what a byte order mark says.
  public var encoding: TextEncoding?
  /// The mark before decimals.
  public var decimal: DecimalMark = .point
  /// The sheets of an Excel file; empty for all that have the columns.
  public var sheets: [String] = []
  /// The table of a database file.
  public var table: String?

  /// A format of files.
  public enum Format: String, Sendable, Hashable, CaseIterable {
    case csv, parquet, json, ndjson, xlsx, duckdb, sqlite

    /// The format that a file's name tells, its compression aside; nil where it tells none.
    public init?(fileName: String) {
      let name = fileName.lowercased()
      let bare = name.hasSuffix(".gz") ? String(name.dropLast(3)) : name
      switch bare.split(separator: ".").last.map(String.init) {
      case "csv", "tsv", "txt", "tab": self = .csv
      case "parquet", "pq": self = .parquet
      case "json": self = .json
      case "ndjson", "jsonl": self = .ndjson
      case "xlsx", "xlsm": self = .xlsx
      case "duckdb", "ddb": self = .duckdb
      case "sqlite", "sqlite3", "db": self = .sqlite
      default: return nil
      }
    }
  }

  /// The mark before decimals; the other one may stand between thousands.
  public enum DecimalMark: String, Sendable, Hashable, CaseIterable {
    case point = "."
    case comma = ","
  }

  /// No option.
  public init() {}

  /// What of it can change results: empty where nothing was said.
  public var json: JSON {
    var members: [(String, JSON)] = []
    if !columns.isEmpty { members.append(("columns", .members(columns.map { ($0.column.rawValue, $0.json) }))) }
    if let format { members.append(("format", .string(format.rawValue))) }
    if let delimiter { members.append(("delimiter", .string(delimiter))) }
    if let encoding { members.append(("encoding", .string(encoding.rawValue))) }
    if decimal != .point { members.append(("decimal", .string(decimal.rawValue))) }
    if !sheets.isEmpty { members.append(("sheets", .array(sheets.map { .string($0) }))) }
    if let table { members.append(("table", .string(table))) }
    return .members(members)
  }
}

/// An encoding of text.
public enum TextEncoding: String, Sendable, Hashable, CaseIterable {
  case utf8 = "utf-8"
  case latin1 = "latin-1"
  case windows1252 = "windows-1252"
  case latin9 = "iso-8859-15"
  case utf16 = "utf-16"

  /// The encoding of a name, as people write it.
  public init?(named name: String) {
    switch SourceKind.folded(name) {
    case "utf8": self = .utf8
    case "latin1", "iso88591", "l1": self = .latin1
    case "windows1252", "cp1252", "ansi": self = .windows1252
    case "latin9", "iso885915": self = .latin9
    case "utf16", "utf16le", "utf16be": self = .utf16
    default: return nil
    }
  }
}
