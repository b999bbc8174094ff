internal import JSON
internal import Platform

/// Takes names out of records.
enum Redaction {
  /// What of a record can quote rows. All else is Palier's own (times, versions, SQL, counts), where a number that is
  /// also somebody's id means something else.
  private static let quoting: Set = ["message", "detail", "error", "warnings", "raw", "sample", "mend", "finding"]

  /// Puts `[erased]` in the place of each name in a file, in one step. JSON stays JSON: its texts alone change; a log
  /// keeps the times before its lines.
  /// - Throws: `FileError`.
  static func redact(_ file: String, _ finder: PersonFinder) throws(FileError) {
    let bytes = try Files.read(file)
    let isLines = file.hasSuffix(".ndjson")
    if file.hasSuffix(".json") || isLines, OutputScan.texts(of: bytes, isLines: isLines) != nil {
      let parts = isLines ? bytes.split(separator: 0x0A).map { Array($0) } : [bytes]
      let texts = parts.compactMap { try? JSON.parse($0) }.map {
        redacted($0, finder, quotes: false).text(isLines ? .compact : .pretty)
      }
      try Files.replace(file, with: Array((texts.joined(separator: "\n") + "\n").utf8))
    } else {
      let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map { redacted(Array($0), finder) }
      let text = Array(lines.joined(separator: [0x0A]))
      if text != bytes { try Files.replace(file, with: text) }
    }
  }

  private static func redacted(_ line: [UInt8], _ finder: PersonFinder) -> [UInt8] {
    let start = line.firstIndex(of: UInt8(ascii: " ")) ?? line.count
    let isStamped = Instant(stamp: String(decoding: line[..<start], as: UTF8.self)) != nil
    let own = isStamped ? start : 0
    return Array(line[..<own]) + (finder.redacted(Array(line[own...])) ?? Array(line[own...]))
  }

  private static func redacted(_ json: JSON, _ finder: PersonFinder, quotes: Bool) -> JSON {
    if let text = json.string { return .string(finder.redacted(text, surely: !quotes)) }
    if let items = json.array { return .array(items.map { redacted($0, finder, quotes: quotes) }) }
    if let members = json.object {
      return .members(
        members.map { member in
          (
            finder.redacted(member.key, surely: !quotes),
            redacted(member.value, finder, quotes: quotes || quoting.contains(member.key))
          )
        })
    }
    return json
  }
}
