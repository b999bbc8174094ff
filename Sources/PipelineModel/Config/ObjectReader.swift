internal import JSON

/// Reads one object of a config strictly: every key known, every value of its type, every fault noted with its place.
struct ObjectReader {
  let file: String
  let node: JSONNode
  private let members: [JSONNode.Member]
  var faults: [Diagnostic] = []

  /// Begins to read `node`, which must be an object with no key but `keys`.
  init(_ node: JSONNode, file: String, what: String, keys: [String]) {
    self.file = file
    self.node = node
    members = node.members ?? []
    if node.members == nil {
      fault(node.position, "\(what) should be an object, found \(node.kindName)", "write { … }")
    }
    for member in members where !keys.contains(member.key) {
      fault(
        member.keyPosition, "\"\(member.key)\" is no key of \(what)", Suggestion.mend(member.key, known: keys))
    }
  }

  mutating func fault(_ position: TextPosition, _ message: String, _ mend: String? = nil) {
    faults.append(Diagnostic(file, position, message, mend: mend))
  }

  subscript(key: String) -> JSONNode? { members.first { $0.key == key }?.value }

  /// A string, or nil where the key is missing (a fault where `required`).
  mutating func string(_ key: String, required: Bool = false) -> String? {
    guard let value = self[key] else {
      if required { fault(node.position, "\"\(key)\" is missing", "add \"\(key)\": \"…\"") }
      return nil
    }
    guard let text = value.string, !text.isEmpty else {
      fault(value.position, "\"\(key)\" should be a text, found \(value.kindName)")
      return nil
    }
    return text
  }

  /// A whole number not below `minimum`, or nil where the key is missing.
  mutating func integer(_ key: String, minimum: Int) -> Int? {
    guard let value = self[key] else { return nil }
    guard case .int(let number) = value.content, number >= minimum else {
      fault(value.position, "\"\(key)\" should be a whole number, \(minimum) or more")
      return nil
    }
    // Sums of a few are still numbers.
    guard number <= 1_000_000_000 else {
      fault(value.position, "\"\(key)\" should be a whole number, 1,000,000,000 at most")
      return nil
    }
    return number
  }

  /// A number within bounds, or nil where the key is missing (a fault where `required`).
  mutating func number(_ key: String, in range: ClosedRange<Double>, required: Bool = false) -> Double? {
    guard let value = self[key] else {
      if required { fault(node.position, "\"\(key)\" is missing", "add \"\(key)\": …") }
      return nil
    }
    guard let number = value.json.double, range.contains(number) else {
      fault(
        value.position,
        "\"\(key)\" should be a number from \(JSON.double(range.lowerBound).text()) to "
          + JSON.double(range.upperBound).text())
      return nil
    }
    return number
  }

  /// An age such as `2 days`, or nil where the key is missing (a fault where `required`).
  mutating func age(_ key: String, required: Bool = false) -> Age? {
    guard let text = string(key, required: required), let place = self[key]?.position else { return nil }
    guard let age = Age(text) else {
      fault(place, "\"\(text)\" is no age", "write \(Age.words)")
      return nil
    }
    return age
  }

  /// True or false, or nil where the key is missing.
  mutating func truth(_ key: String) -> Bool? {
    guard let value = self[key] else { return nil }
    guard case .bool(let truth) = value.content else {
      fault(value.position, "\"\(key)\" should be true or false, found \(value.kindName)")
      return nil
    }
    return truth
  }

  /// The strings of an array with their places; one string alone counts as an array of it.
  mutating func strings(_ key: String, required: Bool = false) -> [(text: String, position: TextPosition)]? {
    guard let value = self[key] else {
      if required { fault(node.position, "\"\(key)\" is missing", "add \"\(key)\": [ … ]") }
      return nil
    }
    if let text = value.string { return [(text, value.position)] }
    guard let elements = value.elements else {
      fault(value.position, "\"\(key)\" should be an array of texts, found \(value.kindName)")
      return nil
    }
    return elements.compactMap { element in
      guard let text = element.string, !text.isEmpty else {
        let found = element.string == nil ? element.kindName : "an empty one"
        fault(element.position, "\"\(key)\" holds texts, found \(found)")
        return nil
      }
      return (text, element.position)
    }
  }
}
