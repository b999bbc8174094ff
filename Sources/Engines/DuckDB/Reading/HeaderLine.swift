internal import JSON
internal import PipelineModel
internal import Platform

/// The first line of a csv file, which names its columns.
struct HeaderLine {
  /// Whether the file has nothing in it.
  let isEmpty: Bool
  /// The line without a mark of UTF-8 before and its end after it; nil where it is no text.
  let text: String?

  private static let longest = 1 << 16
  private static let lineFeed = UInt8(ascii: "\n")
  private static let carriageReturn = UInt8(ascii: "\r")

  /// Reads the line.
  ///
  /// - Parameters:
  ///   - path: the file to read.
  ///   - shown: the file as messages name it.
  /// - Throws: `StageFailure` with cause `usage` where its rows cannot be told apart, as those of files whose lines end
  ///   with a carriage return alone; `FileError`.
  init(_ path: String, shown: String) throws {
    var bytes = try Files.read(path, limit: Self.longest)[...]
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }
    isEmpty = bytes.isEmpty
    let line = bytes.prefix { $0 != Self.lineFeed && $0 != Self.carriageReturn }
    text = line.contains(0) ? nil : String(validating: line, as: UTF8.self)
    // What is no text is for the caller to name.
    if text == nil { return }
    let place = TextPosition(line: 1, column: line.count + 1)
    guard line.count(where: { $0 == UInt8(ascii: "\"") }).isMultiple(of: 2) else {
      throw StageFailure(
        "the name of a column goes over the end of the first line", cause: .usage, file: shown, at: place,
        mend: "write the header on one line")
    }
    let end = bytes[line.endIndex...].prefix(2)
    guard end.first != Self.carriageReturn || end.last == Self.lineFeed else {
      throw StageFailure(
        "its lines end with a carriage return alone", cause: .usage, file: shown, at: place,
        mend: "end each line with a line feed, as: tr '\\r' '\\n' < old.csv > new.csv")
    }
  }
}
