public import JSON
internal import Platform

/// The customers who are to be left out: salted digests of their ids, never the ids.
///
/// The salt keeps digests of one list from being looked up in another; whoever has the list and an id can tell whether
/// that id is on it, which is what it is for.
public struct ErasureList: Sendable, Hashable {
  /// One erasure.
  public struct Entry: Sendable, Hashable {
    /// The digest of salt and id.
    public var digest: String
    /// When it was asked for, ISO 8601.
    public var requestedAt: String
    /// When nothing of the person was left in the output folder; nil while that is not so.
    public var completedAt: String?
  }

  /// What digests begin with.
  public private(set) var salt: String
  /// The erasures, oldest first.
  public var entries: [Entry]

  /// An empty list with a salt: 32 hexadecimal digits of chance.
  public init(salt: String) {
    self.salt = salt
    entries = []
  }

  /// Whether nobody is on it.
  public var isEmpty: Bool { entries.isEmpty }

  /// The digest of an id.
  public func digest(of customer: String) -> String { SHA256.hex("\(salt) \(customer)") }

  /// Whether a customer is on it.
  public func contains(_ customer: String) -> Bool {
    let digest = digest(of: customer)
    return entries.contains { $0.digest == digest }
  }

  /// Adds a customer who is not on it yet.
  /// - Returns: whether it was new.
  public mutating func add(_ customer: String, at time: String) -> Bool {
    guard !contains(customer) else { return false }
    entries.append(Entry(digest: digest(of: customer), requestedAt: time, completedAt: nil))
    return true
  }

  /// Notes that nothing is left of customers.
  public mutating func complete(_ customers: [String], at time: String) {
    let digests = Set(customers.map(digest(of:)))
    for index in entries.indices where digests.contains(entries[index].digest) {
      entries[index].completedAt = time
    }
  }

  /// Takes back that nothing is left: what was proven for one output folder says nothing of the next.
  public mutating func reopen(_ customers: [String]) {
    let digests = Set(customers.map(digest(of:)))
    for index in entries.indices where digests.contains(entries[index].digest) { entries[index].completedAt = nil }
  }

  /// What fingerprints say of it: who is on it, in no order, and not since when.
  public var identity: JSON {
    [
      "count": .int(entries.count),
      "digest": .string(SHA256.hex(entries.map(\.digest).sorted().joined(separator: " "))),
    ]
  }

  // MARK: - JSON

  /// The list as it is kept.
  public var json: JSON {
    [
      "format": 1,
      "about": "Customers whose rows palier leaves out, as salted digests. Keep this file: without it they come back.",
      "salt": .string(salt),
      "erasures": .array(
        entries.map {
          [
            "digest": .string($0.digest), "requested_at": .string($0.requestedAt),
            "completed_at": $0.completedAt.map { .string($0) } ?? nil,
          ]
        }),
    ]
  }

  /// Reads a list back; nil where the JSON is none.
  public init?(json: JSON) {
    guard json["format"]?.int == 1, let salt = json["salt"]?.string, salt.utf8.count >= 32,
      let list = json["erasures"]?.array
    else { return nil }
    self.init(salt: salt)
    for item in list {
      guard let digest = item["digest"]?.string, digest.utf8.count == 64 else { return nil }
      entries.append(
        Entry(
          digest: digest, requestedAt: item["requested_at"]?.string ?? "", completedAt: item["completed_at"]?.string))
    }
  }
}
