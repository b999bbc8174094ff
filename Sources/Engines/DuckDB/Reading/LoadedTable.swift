/// Rows of one or more files of equal columns, as they stand: all text, with file and line.
struct LoadedTable {
  /// The table or view: its columns are `c0`, `c1`, … beside `source_file` and `source_line`.
  var relation: String
  /// The columns' names in the files.
  var headers: [String]
  /// Whether a column's texts are as people write them, and not as the engine writes numbers and times.
  var isWritten: [Bool]
  /// Whether numbers can stand for times, as in Excel.
  var hasSerialTimes = false
  /// What stood between the fields, to show a row as it was.
  var delimiter = ","
  /// A file of it, for messages.
  var shown: String

  /// The name under which a column is read.
  static func column(_ index: Int) -> String { "c\(index)" }
}
