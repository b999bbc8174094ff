public import JSON

/// One figure of two runs: a number, text or truth value of a stage's JSON output.
public struct FigureDifference: Sendable, Hashable {
  /// The output that holds it: `summary.figures`.
  public var output: String
  /// Its name.
  public var name: String
  /// The first run's value; nil where it has none.
  public var from: JSON?
  /// The second run's value; nil where it has none.
  public var to: JSON?

  /// Whether both are the same.
  public var isEqual: Bool {
    if let before = from?.double, let after = to?.double { return before == after }
    return from == to
  }

  /// Second less first, where both are numbers.
  public var difference: Double? {
    guard let before = from?.double, let after = to?.double else { return nil }
    return after - before
  }

  /// The difference in percent of the first; nil where that is 0 or one is no number.
  public var percent: Double? {
    guard let difference, let before = from?.double, before != 0 else { return nil }
    return difference / before.magnitude * 100
  }

  /// The difference for programs.
  public var json: JSON {
    [
      "output": .string(output), "name": .string(name), "from": from ?? nil, "to": to ?? nil,
      "difference": difference.map { .double($0) } ?? nil, "percent": percent.map { .double($0) } ?? nil,
    ]
  }

  /// The figures of two JSON outputs: their members that hold one value, in the order of the second; those of an object
  /// within are named after it (`limits.psi`). Sentences in two languages are no figures.
  static func list(_ output: String, _ from: JSON, _ to: JSON) -> [FigureDifference] {
    let (before, after) = (scalars(from), scalars(to))
    let names = after.map(\.key) + before.map(\.key).filter { name in !after.contains { $0.key == name } }
    return names.map { name in
      FigureDifference(
        output: output, name: name, from: before.first { $0.key == name }?.value,
        to: after.first { $0.key == name }?.value)
    }
  }

  private static func scalars(_ json: JSON) -> [JSON.Member] {
    (json.object ?? []).flatMap { member -> [JSON.Member] in
      switch member.value {
      case .array: []
      case .object(let members) where Set(members.map(\.key)) == ["en", "fr"]: []
      case .object: scalars(member.value).map { JSON.Member("\(member.key).\($0.key)", $0.value) }
      default: [member]
      }
    }
  }
}
