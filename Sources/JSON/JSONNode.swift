/// A JSON value that knows where it stands in its text.
public struct JSONNode: Sendable {
  /// What stands there.
  public enum Content: Sendable {
    case null
    case bool(Bool)
    case int(Int)
    case double(Double)
    case string(String)
    case array([JSONNode])
    case object([Member])
  }

  /// One member of an object.
  public struct Member: Sendable {
    /// The key.
    public var key: String
    /// Where the key stands.
    public var keyPosition: TextPosition
    /// The value.
    public var value: JSONNode
  }

  /// The value.
  public var content: Content
  /// Where the value begins.
  public var position: TextPosition

  /// Makes a node.
  public init(_ content: Content, at position: TextPosition) {
    self.content = content
    self.position = position
  }

  /// The members, or nil where this is no object.
  public var members: [Member]? {
    if case .object(let members) = content { return members }
    return nil
  }

  /// The value of the member with this key, or nil.
  public subscript(key: String) -> JSONNode? {
    members?.first { $0.key == key }?.value
  }

  /// The elements, or nil where this is no array.
  public var elements: [JSONNode]? {
    if case .array(let elements) = content { return elements }
    return nil
  }

  /// The text, or nil where this is no string.
  public var string: String? {
    if case .string(let value) = content { return value }
    return nil
  }

  /// What the value is, in the words of JSON: "a string", "an object" …
  public var kindName: String {
    switch content {
    case .null: "null"
    case .bool: "a truth value"
    case .int, .double: "a number"
    case .string: "a string"
    case .array: "an array"
    case .object: "an object"
    }
  }

  /// The value without its positions.
  public var json: JSON {
    switch content {
    case .null: .null
    case .bool(let value): .bool(value)
    case .int(let value): .int(value)
    case .double(let value): .double(value)
    case .string(let value): .string(value)
    case .array(let elements): .array(elements.map(\.json))
    case .object(let members): .object(members.map { JSON.Member($0.key, $0.value.json) })
    }
  }

  /// The value with every node at one position: what an override on the command line becomes.
  public init(json: JSON, at position: TextPosition) {
    self.position = position
    switch json {
    case .null: content = .null
    case .bool(let value): content = .bool(value)
    case .int(let value): content = .int(value)
    case .double(let value): content = .double(value)
    case .string(let value): content = .string(value)
    case .array(let elements): content = .array(elements.map { JSONNode(json: $0, at: position) })
    case .object(let members):
      content = .object(
        members.map { Member(key: $0.key, keyPosition: position, value: JSONNode(json: $0.value, at: position)) })
    }
  }
}
