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
  /// Whether numbers can stand for times, as in Excel.
  var hasSerialTimes = false
  /// What stood between the fields, to show a row as it was.
  var delimiter = ","
  /// A file of it, for messages.
  var shown: String

  /// What a typed column holds.
  enum ColumnType {
    case number, time

    /// The type of an engine's type; nil for one that is read as text.
    init?(_ name: String) {
      if name.hasPrefix("TIMESTAMP") || name == "DATE" {
        self = .time
      } else if name.hasPrefix("DECIMAL")
        || ["TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER", "FLOAT", "DOUBLE"]
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
