public import JSON
public import PipelineModel
public import Platform

/// What is done to customers where a source is read: who is left out, and under which key ids become pseudonyms.
public struct CustomerProtection: Sendable {
  /// The key of pseudonyms; nil where ids stay as they are.
  public let key: HMAC?
  /// Who is left out.
  public let erasures: ErasureList?
  private let erased: Set<String>

  /// The reason that stands for a row of an erased customer among those that were rejected.
  public static let erasedReason = "erased"

  /// Makes a protection; nil where nothing is to be done.
  public init?(key: HMAC?, erasures: ErasureList?) {
    let list = erasures.flatMap { $0.isEmpty ? nil : $0 }
    guard key != nil || list != nil else { return nil }
    self.key = key
    self.erasures = list
    erased = Set(list?.entries.map(\.digest) ?? [])
  }

  /// What fingerprints say of it: a digest of the key that does not tell it, and of the list.
  public var identity: JSON {
    var members: [(String, JSON)] = []
    if let key { members.append(("pseudonyms", .string(String(key.hex("palier: digest of the key").prefix(16))))) }
    if let erasures { members.append(("erasures", erasures.identity)) }
    return .members(members)
  }

  /// Whether a customer, by the id as the pipeline knows it, is left out.
  public func isErased(_ customer: String) -> Bool {
    guard let erasures else { return false }
    return erased.contains(erasures.digest(of: customer))
  }

  /// Whether a text, such as a row that could not be split, names a customer who is left out: as one of its fields, or
  /// as a word of it.
  public func namesErased(_ text: String) -> Bool {
    guard erasures != nil else { return false }
    var tried: Set<String> = []
    for field in text.split(whereSeparator: { ",;|\t\r\n".contains($0) }) {
      let candidate = CustomerName.clean(String(field.filter { $0 != "\"" }))
      if tried.insert(candidate).inserted, isErased(candidate) { return true }
    }
    for marks in ["", "-_", "-_.@+:"] {
      for word in text.split(whereSeparator: { !$0.isLetter && !$0.isNumber && !marks.contains($0) }) {
        let candidate = CustomerName.clean(String(word))
        if tried.insert(candidate).inserted, isErased(candidate) { return true }
      }
    }
    return false
  }
}
