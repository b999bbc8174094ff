public import JSON

/// What came of one check of an output.
public struct CheckResult: Sendable, Hashable {
  /// The output.
  public var output: String
  /// The check's name.
  public var name: String
  /// What a failure means.
  public var severity: OutputCheck.Severity
  /// Rows that break the rule.
  public var failures: Int
  /// A few of them, one line each.
  public var examples: [String]

  /// Makes a result.
  public init(output: String, name: String, severity: OutputCheck.Severity, failures: Int, examples: [String] = []) {
    self.output = output
    self.name = name
    self.severity = severity
    self.failures = failures
    self.examples = examples
  }

  /// Whether it stops the publication.
  public var isFatal: Bool { failures > 0 && severity == .error }

  /// The result as JSON.
  public var json: JSON {
    [
      "output": .string(output), "name": .string(name), "severity": .string(severity.rawValue),
      "failures": .int(failures), "examples": .array(examples.map { .string($0) }),
    ]
  }

  /// Reads a result back; nil where the JSON is none.
  public init?(json: JSON) {
    guard let output = json["output"]?.string, let name = json["name"]?.string,
      let severity = json["severity"]?.string.flatMap(OutputCheck.Severity.init(rawValue:)),
      let failures = json["failures"]?.int
    else { return nil }
    self.init(
      output: output, name: name, severity: severity, failures: failures,
      examples: json["examples"]?.array?.compactMap(\.string) ?? [])
  }
}
