internal import JSON
internal import PipelineModel
internal import Platform

/// The first line of a csv file, which names its columns.
enum HeaderLine {
  private static let longest = 1 << 16
  private static let lineFeed = UInt8(ascii: "\n")
  private static let carriageReturn = UInt8(ascii: "\r")

  /// The line's bytes, without a mark of UTF-8 before and the line's end after it; nil for an empty file.
  ///
  /// - Parameters:
  ///   - path: the file to read.
  ///   - shown: the file as messages name it.
  /// - Throws: `StageFailure` with cause `usage` where its rows cannot be told apart, as those of files whose lines end
  ///   with a carriage return alone; `FileError`.
  static func read(_ path: String, shown: String) throws -> ArraySlice<UInt8>? {
    var bytes = try Files.read(path, limit: longest)[...]
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }
    if bytes.isEmpty { return nil }
    let line = bytes.prefix { $0 != lineFeed && $0 != carriageReturn }
    // What is no text is for the caller to name.
    if line.contains(0) || String(validating: line, as: UTF8.self) == nil { return line }
    let place = TextPosition(line: 1, column: line.count + 1)
    guard line.count(where: { $0 == UInt8(ascii: "\"") }).isMultiple(of: 2) else {
      throw StageFailure(
        "the name of a column goes over the end of the first line", cause: .usage, file: shown, at: place,
        mend: "write the header on one line")
    }
    let end = bytes[line.endIndex...].prefix(2)
    guard end.first != carriageReturn || end.last == lineFeed else {
      throw StageFailure(
        "its lines end with a carriage return alone", cause: .usage, file: shown, at: place,
        mend: "end each line with a line feed, as: tr '\\r' '\\n' < old.csv > new.csv")
    }
    return line
  }
}
