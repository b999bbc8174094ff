internal import DuckDB
internal import Platform

/// The lines of a csv text that are no records, found without making anything of those that are.
struct RejectedLines {
  /// One line.
  struct Line {
    let number: Int
    let reason: String
    let raw: String
  }

  let lines: [Line]

  /// Looks at every line behind the header.
  ///
  /// - Parameter encoding: what the text was before it became UTF-8, for messages.
  /// - Returns: nil where a record reaches over several lines.
  init?(
    _ bytes: UnsafeRawBufferPointer, fieldCount: Int, delimiter: UInt8 = UInt8(ascii: ","), encoding: String = "UTF-8"
  ) {
    var found: [Line] = []
    var (number, start) = (1, 0)
    while start < bytes.count {
      let end = MappedFile.index(of: 0x0A, in: bytes, from: start) ?? bytes.count
      let line = UnsafeRawBufferPointer(rebasing: bytes[start..<end])
      if number > 1, !Self.isPlain(line, fieldCount, delimiter) {
        var splitter = CSVSplitter(
          UnsafeRawBufferPointer(rebasing: bytes[start...]), fieldCount: fieldCount, delimiter: delimiter,
          encoding: encoding, hasHeader: false)
        if !line.allSatisfy({ $0 == 0x0D }), let record = splitter.next()?.record {
          if splitter.line != 2 { return nil }
          if case .reject(let reason, let raw) = record { found.append(Line(number: number, reason: reason, raw: raw)) }
        }
      }
      number += 1
      start = end + 1
    }
    lines = found
  }

  /// Whether a line is a record at first sight: ASCII without quotes, with as many fields as there should be.
  private static func isPlain(_ line: UnsafeRawBufferPointer, _ fieldCount: Int, _ delimiter: UInt8) -> Bool {
    var (delimiters, odd) = (0, UInt8(0))
    for byte in line {
      delimiters &+= byte == delimiter ? 1 : 0
      odd |= byte & 0x80 | (byte == UInt8(ascii: "\"") ? 1 : 0)
    }
    return delimiters == fieldCount - 1 && odd == 0
  }

  /// Puts the lines into `source_rejects` as lines of `file`.
  func reject(of file: String, _ session: DuckDBSession) throws {
    let rejects = try Appender(session.connection, table: "source_rejects")
    for line in lines {
      try rejects.append(row: [.string(file), .int(Int64(line.number)), .string(line.raw), .string(line.reason)])
    }
    try rejects.close()
  }
}
