public import JSON
internal import Platform

/// What rows hold, whatever their order: their number and two sums of 64-bit hashes, one of each row's hash and one of
/// that hash's own hash.
///
/// Equal for equal multisets of rows, and without the cancelling of duplicates that an exclusive or would have. Sums add
/// up: the digest of a table in parts is the sum of its parts'.
public struct RowDigest: Sendable, Hashable {
  /// Rows.
  public var rows: Int
  /// The sum of the rows' hashes.
  public var hash: UInt128
  /// The sum of the hashes' hashes.
  public var rehash: UInt128

  /// The digest of no rows.
  public static let empty = RowDigest(rows: 0, hash: 0, rehash: 0)

  /// Makes a digest.
  public init(rows: Int, hash: UInt128, rehash: UInt128) {
    self.rows = rows
    self.hash = hash
    self.rehash = rehash
  }

  /// The digest of both parts' rows.
  public static func + (left: RowDigest, right: RowDigest) -> RowDigest {
    RowDigest(rows: left.rows + right.rows, hash: left.hash &+ right.hash, rehash: left.rehash &+ right.rehash)
  }

  /// The content digest of a table with these rows and columns.
  public func content(_ schema: [OutputManifest.Column]) -> String {
    let content: JSON = [
      "rows": .int(rows), "hash": .string("\(hash)"), "rehash": .string("\(rehash)"),
      "schema": .array(schema.map { [.string($0.name), .string($0.type)] }),
    ]
    return SHA256.hex(content.text(.canonical))
  }

  /// The digest as JSON; the sums are texts, since they pass what other readers' numbers hold.
  public var json: JSON { ["rows": .int(rows), "hash": .string("\(hash)"), "rehash": .string("\(rehash)")] }

  /// Reads a digest back; nil where the JSON is none.
  public init?(json: JSON) {
    guard let rows = json["rows"]?.int, let hash = json["hash"]?.string.flatMap({ UInt128($0) }),
      let rehash = json["rehash"]?.string.flatMap({ UInt128($0) })
    else { return nil }
    self.init(rows: rows, hash: hash, rehash: rehash)
  }
}
