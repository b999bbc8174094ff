/// Splits csv text record by record, exactly: every physical line ends up in a record or in a reject.
///
/// RFC 4180 with LF or CR LF: fields in double quotes may hold delimiters, doubled quotes and line ends. A record that
/// cannot be split is rejected as one physical line, and reading starts afresh at the next, so that a quote that is
/// never closed costs one line and not the rest of the file. Blanks before an opening quote and behind a closing one fall
/// away. Blank lines are no records.
package struct CSVSplitter {
  /// One record.
  package enum Record {
    /// The fields; an empty one is nil.
    case fields([String?])
    /// Why the line could not be split, and its text.
    case reject(reason: String, raw: String)
  }

  private let bytes: UnsafeRawBufferPointer
  private let fieldCount: Int
  private let delimiter: UInt8
  private let encoding: String
  private var offset = 0
  /// The line that comes next, from 1.
  package private(set) var line = 1

  /// Reads `bytes` into records of `fieldCount` fields.
  ///
  /// - Parameters:
  ///   - encoding: what the text was before it became UTF-8, for messages.
  ///   - hasHeader: whether the first line is the header.
  package init(
    _ bytes: UnsafeRawBufferPointer, fieldCount: Int, delimiter: UInt8 = UInt8(ascii: ","), encoding: String = "UTF-8",
    hasHeader: Bool = true
  ) {
    self.bytes = bytes
    self.fieldCount = fieldCount
    self.delimiter = delimiter
    self.encoding = encoding
    guard hasHeader else { return }
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { offset = 3 }
    skipLine()
  }

  /// The next record with its line, from 1, or nil after the last.
  package mutating func next() -> (line: Int, record: Record)? {
    while offset < bytes.count {
      let start = offset
      let end = lineEnd(start)
      if end == start {
        skipLine()
        continue
      }
      let place = line
      var fields: [String?] = []
      if let reason = split(&fields) {
        offset = start
        skipLine()
        return (place, .reject(reason: reason, raw: String(decoding: bytes[start..<end], as: UTF8.self)))
      }
      line += bytes[start..<offset].reduce(into: 0) { if $1 == 0x0A { $0 += 1 } }
      return (place, .fields(fields))
    }
    return nil
  }

  // MARK: - Splitting

  private static let quote = UInt8(ascii: "\"")

  /// Reads one record from `offset`, which ends behind it; gives a reason where it cannot.
  private mutating func split(_ fields: inout [String?]) -> String? {
    let start = offset
    while true {
      if let reason = readField(&fields) { return reason }
      guard offset < bytes.count else { break }
      if bytes[offset] == delimiter {
        offset += 1
        continue
      }
      if bytes[offset] == 0x0D { offset += 1 }
      // A text may end in CR alone.
      if offset < bytes.count { offset += 1 }
      break
    }
    if bytes[start..<offset].contains(0) { return "a NUL byte" }
    while fields.count > fieldCount, fields.last == .some(nil) { fields.removeLast() }
    return fields.count == fieldCount ? nil : "\(fields.count) fields instead of \(fieldCount)"
  }

  /// Reads one field; `offset` is then at the delimiter, the line's end or the text's end.
  private mutating func readField(_ fields: inout [String?]) -> String? {
    let opening = afterBlanks(offset)
    guard opening < bytes.count, bytes[opening] == Self.quote else {
      let start = offset
      while offset < bytes.count, bytes[offset] != delimiter, bytes[offset] != 0x0A { offset += 1 }
      let atLineEnd = offset >= bytes.count || bytes[offset] == 0x0A
      if atLineEnd, offset > start, bytes[offset - 1] == 0x0D { offset -= 1 }
      return append(bytes[start..<offset], &fields)
    }
    offset = opening + 1
    var text: [UInt8] = []
    while true {
      let start = offset
      while offset < bytes.count, bytes[offset] != Self.quote { offset += 1 }
      guard offset < bytes.count else { return "a quote is never closed" }
      text.append(contentsOf: bytes[start..<offset])
      offset += 1
      guard offset < bytes.count, bytes[offset] == Self.quote else { break }
      text.append(Self.quote)
      offset += 1
    }
    offset = afterBlanks(offset)
    let isEnd =
      offset >= bytes.count || bytes[offset] == delimiter || bytes[offset] == 0x0A
      || (bytes[offset] == 0x0D && offset + 1 < bytes.count && bytes[offset + 1] == 0x0A)
    guard isEnd else { return "text after a closing quote" }
    return append(text, &fields)
  }

  private func afterBlanks(_ start: Int) -> Int {
    var place = start
    while place < bytes.count, bytes[place] == UInt8(ascii: " "), delimiter != UInt8(ascii: " ") { place += 1 }
    return place
  }

  private func append(_ raw: some Collection<UInt8>, _ fields: inout [String?]) -> String? {
    if raw.isEmpty {
      fields.append(nil)
      return nil
    }
    guard let text = String(validating: raw, as: UTF8.self) else { return "not \(encoding)" }
    fields.append(text)
    return nil
  }

  // MARK: - Lines

  private func lineEnd(_ start: Int) -> Int {
    var end = start
    while end < bytes.count, bytes[end] != 0x0A { end += 1 }
    return end > start && bytes[end - 1] == 0x0D ? end - 1 : end
  }

  private mutating func skipLine() {
    while offset < bytes.count, bytes[offset] != 0x0A { offset += 1 }
    offset = min(offset + 1, bytes.count)
    line += 1
  }
}
