internal import PipelineModel

/// What stood on the command line after the verb.
struct Arguments: Sendable {
  private var values: [String: [String]] = [:]
  /// What is no option.
  private(set) var operands: [String] = []

  /// Reads arguments by the options that a verb has.
  /// - Throws: `UsageError`.
  init(_ arguments: [String], options: [Option]) throws(UsageError) {
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      if argument == "--" {
        operands += rest
        return
      }
      guard argument.hasPrefix("-"), argument != "-" else {
        operands.append(argument)
        continue
      }
      let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      let isLong = argument.hasPrefix("--")
      let name = isLong ? parts[0] : String(argument.prefix(2))
      guard let option = options.first(where: { isLong ? "--\($0.name)" == name : $0.short.map { "-\($0)" } == name })
      else {
        let known = options.map { "--\($0.name)" }
        let near = Suggestion.nearest(to: name, in: known)
        throw UsageError("there is no option \(name)" + (near.map { "; did you mean \($0)?" } ?? ""))
      }
      let attached =
        isLong ? (parts.count > 1 ? parts[1] : nil) : argument.count > 2 ? String(argument.dropFirst(2)) : nil
      guard let valueName = option.value else {
        if attached != nil { throw UsageError("--\(option.name) takes no value") }
        values[option.name, default: []].append("")
        continue
      }
      guard let value = attached ?? rest.popFirst() else { throw UsageError("--\(option.name) needs \(valueName)") }
      values[option.name, default: []].append(value)
    }
  }

  /// Whether an option was given.
  func has(_ name: String) -> Bool { values[name] != nil }

  /// The value of an option, the last where it was repeated.
  func value(_ name: String) -> String? { values[name]?.last }

  /// All values of an option.
  func all(_ name: String) -> [String] { values[name] ?? [] }

  /// The value of an option as a whole number.
  func integer(_ name: String, minimum: Int) throws(UsageError) -> Int? {
    guard let text = value(name) else { return nil }
    guard let number = Int(text), number >= minimum else {
      throw UsageError("--\(name) takes a whole number, \(minimum) or more, not \"\(text)\"")
    }
    return number
  }

  /// The value of an option as seconds.
  func seconds(_ name: String) throws(UsageError) -> Double? {
    guard let text = value(name) else { return nil }
    guard let number = Double(text), number >= 0, number.isFinite else {
      throw UsageError("--\(name) takes seconds, not \"\(text)\"")
    }
    return number
  }

  /// The operands, of which the verb takes these.
  func operands(_ names: String...) throws(UsageError) -> [String] {
    if operands.count < names.count { throw UsageError("\(names[operands.count]) is missing") }
    if operands.count > names.count { throw UsageError("\"\(operands[names.count])\" is one too many") }
    return operands
  }

  /// The stages that `--select` and `--until` choose.
  var selectors: [String] { all("select") + all("until").map { "+\($0)" } }

  /// What `--set` and `--source` change.
  func overrides() throws(UsageError) -> ConfigLoader.Overrides {
    var overrides = ConfigLoader.Overrides()
    for (name, form) in [("set", "PATH=VALUE"), ("source", "NAME=PATH")] {
      for text in all(name) {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else {
          throw UsageError("--\(name) takes \(form), not \"\(text)\"")
        }
        if name == "set" {
          overrides.parameters.append((parts[0], parts[1]))
        } else {
          overrides.sources.append((parts[0], parts[1]))
        }
      }
    }
    return overrides
  }
}

/// A command line that cannot be understood.
struct UsageError: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}
