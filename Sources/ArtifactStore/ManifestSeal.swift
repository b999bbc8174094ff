internal import JSON
internal import Platform

/// The last member of a manifest: the SHA-256 of all the text before it, so that an altered manifest is known for one.
///
/// What a manifest says of its outputs decides what is built from them, and nothing else holds all of it twice.
enum ManifestSeal {
  private static let start = Array(",\n  \"seal\": \"".utf8)
  private static let end = Array("\"\n}\n".utf8)
  private static let digits = 64

  /// The text of a manifest with its seal.
  static func sealed(_ manifest: JSON) -> [UInt8] {
    // A pretty object ends with a line feed and a brace, before which the seal goes.
    let body = Array(manifest.bytes(.pretty).dropLast(2))
    return body + start + Array(SHA256.hex(body).utf8) + end
  }

  /// Whether a manifest's text is as it was written.
  static func isWhole(_ bytes: [UInt8]) -> Bool {
    let length = start.count + digits + end.count
    guard bytes.count > length else { return false }
    let body = Array(bytes.dropLast(length))
    return bytes[body.count...].elementsEqual(start + Array(SHA256.hex(body).utf8) + end)
  }
}
