internal import JSON

/// How one column of a table breaks what its output promises.
public enum ColumnDifference: Sendable, Hashable {
  /// It is not there; `near` is an unpromised one of a like name.
  case missing(name: String, type: String, near: String?)
  /// It is of another type.
  case otherType(name: String, promised: String, made: String)
  /// It was not promised.
  case extra(name: String, type: String)

  /// The difference in English.
  public var text: String {
    switch self {
    case .missing(let name, let type, let near):
      "- \(name) \(type): missing" + (near.map { " (is it \"\($0)\" now?)" } ?? "")
    case .otherType(let name, let promised, let made): "~ \(name): \(promised) is promised, \(made) was made"
    case .extra(let name, let type): "+ \(name) \(type): not promised"
    }
  }

  /// The difference as JSON.
  var json: JSON {
    switch self {
    case .missing(let name, let type, let near):
      ["column": .string(name), "promised": .string(type), "near": near.map { .string($0) } ?? nil]
    case .otherType(let name, let promised, let made):
      ["column": .string(name), "promised": .string(promised), "made": .string(made)]
    case .extra(let name, let type): ["column": .string(name), "made": .string(type)]
    }
  }

  /// Reads a difference back; nil where the JSON is none.
  init?(json: JSON) {
    guard let name = json["column"]?.string else { return nil }
    switch (json["promised"]?.string, json["made"]?.string) {
    case (let promised?, let made?): self = .otherType(name: name, promised: promised, made: made)
    case (let promised?, nil): self = .missing(name: name, type: promised, near: json["near"]?.string)
    case (nil, let made?): self = .extra(name: name, type: made)
    case (nil, nil): return nil
    }
  }
}
