internal import JSON
internal import Platform

/// Takes names out of records.
enum Redaction {
  /// Puts `[erased]` in the place of each name in a file, in one step. JSON stays JSON: its texts alone change.
  /// - Throws: `FileError`.
  static func redact(_ file: String, _ finder: PersonFinder) throws(FileError) {
    let bytes = try Files.read(file)
    let isLines = file.hasSuffix(".ndjson")
    if file.hasSuffix(".json") || isLines, OutputScan.texts(of: bytes, isLines: isLines) != nil {
      let parts = isLines ? bytes.split(separator: 0x0A).map { Array($0) } : [bytes]
      let texts = parts.compactMap { try? JSON.parse($0) }.map {
        redacted($0, finder).text(isLines ? .compact : .pretty)
      }
      try Files.replace(file, with: Array((texts.joined(separator: "\n") + "\n").utf8))
    } else if let redacted = finder.redacted(bytes) {
      try Files.replace(file, with: redacted)
    }
  }

  private static func redacted(_ json: JSON, _ finder: PersonFinder) -> JSON {
    if let text = json.string { return .string(finder.redacted(text)) }
    if let items = json.array { return .array(items.map { redacted($0, finder) }) }
    if let members = json.object {
      return .members(members.map { (finder.redacted($0.key), redacted($0.value, finder)) })
    }
    return json
  }
}
