/// Rows of one or more files of equal columns, as they stand: all text, with file and line.
struct LoadedTable {
  /// The table or view: its columns are `c0`, `c1`, … beside `source_file` and `source_line`.
  var relation: String
  /// The columns' names in the files.
  var headers: [String]
  /// Whether a column's texts are as people write them, and not as the engine writes numbers and times.
  var isWritten: [Bool]
  /// The columns that are there with their own types too, under `value(_:)`.
  var typed: [Int: ColumnType] = [:]
  /// The columns whose numbers are numbers, and not texts of them: their mark is a point, whatever a person declared.
  var numbers: Set<Int> = []
  /// The columns that hold numbers and texts side by side, all as text: what looks like a number of the engine is one.
  var plain: Set<Int> = []
  /// How numbers can stand for times, as in Excel; nil where they cannot.
  var serialTimes: SerialTimes?
  /// What stood between the fields, to show a row as it was.
  var delimiter = ","
  /// A file of it, for messages.
  var shown: String

  /// From when a workbook counts its days.
  enum SerialTimes {
    case from1900, from1904

    /// The engine's expression for the time that a text's number stands for.
    func time(_ text: String) -> String {
      switch self {
      case .from1900: "serial_time(\(text))"
      case .from1904: "serial_time(\(text)) + INTERVAL 1462 DAY"
      }
    }
  }

  /// What a typed column holds.
  enum ColumnType {
    case number, time

    /// The type of an engine's type; nil for one that is read as text, as single precision is: scaled to money it would
    /// lose pence that its text has.
    init?(_ name: String) {
      if name.hasPrefix("TIMESTAMP") || name == "DATE" {
        self = .time
      } else if name.hasPrefix("DECIMAL")
        || ["TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER", "DOUBLE"]
          .contains(name)
      {
        self = .number
      } else {
        return nil
      }
    }
  }

  /// The name under which a column is read with its own type.
  static func value(_ index: Int) -> String { "v\(index)" }

  /// The name under which a column is read.
  static func column(_ index: Int) -> String { "c\(index)" }
}
