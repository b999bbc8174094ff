public import JSON

/// What a stage of kind `command` runs.
public struct CommandDeclaration: Sendable, Hashable {
  /// How an output is written.
  public enum Format: String, Sendable, Hashable, CaseIterable {
    case parquet, csv, json, file, folder
  }

  /// One output.
  public struct Output: Sendable, Hashable {
    /// Its name.
    public var name: String
    /// How it is written.
    public var format: Format

    /// What it is called in the version's folder.
    public var fileName: String {
      switch format {
      case .parquet, .csv, .json: "\(name).\(format.rawValue)"
      case .file, .folder: name
      }
    }
  }

  /// One pattern of the program's own files.
  public struct Pattern: Sendable, Hashable {
    /// As written, relative to the config's folder.
    public var text: String
    /// Where it is written.
    public var position: TextPosition
  }

  /// The program and its arguments; `${PATH}` stands for a parameter or one of palier's variables, `$${` for itself.
  public var arguments: [String]
  /// What it makes, in the order of the config.
  public var outputs: [Output]
  /// The program's own files: a change to one makes the stage stale.
  public var files: [Pattern]
  /// Seconds it may take, or nil.
  public var timeout: Double?
  /// Variables that it gets.
  public var environment: [String: String]
  /// Variables that it gets with the values they have where palier runs.
  public var passed: [String]

  /// Makes a declaration.
  public init(
    arguments: [String], outputs: [Output], files: [Pattern] = [], timeout: Double? = nil,
    environment: [String: String] = [:], passed: [String] = []
  ) {
    self.arguments = arguments
    self.outputs = outputs
    self.files = files
    self.timeout = timeout
    self.environment = environment
    self.passed = passed
  }

  /// What of it may change the outputs, for the fingerprint: passed variables by name, never by value.
  public var json: JSON {
    [
      "command": .array(arguments.map { .string($0) }),
      "outputs": .members(outputs.map { ($0.name, .string($0.format.rawValue)) }.sorted { $0.0 < $1.0 }),
      "environment": .members(environment.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) }),
      "pass_environment": .array(passed.sorted().map { .string($0) }),
    ]
  }

  // MARK: - Parameters in arguments

  /// The parameters and variables that the arguments read.
  public var placeholders: [String] {
    var paths: [String] = []
    for argument in arguments {
      _ = Self.substituted(argument) { path in
        paths.append(path)
        return ""
      }
    }
    return paths
  }

  /// An argument with each `${PATH}` replaced by what `value` gives; nil where it gives none or a brace is missing.
  public static func substituted(_ argument: String, _ value: (_ path: String) -> String?) -> String? {
    guard argument.utf8.contains(UInt8(ascii: "$")) else { return argument }
    var out = ""
    var rest = argument[...]
    while let dollar = opening(in: rest) {
      if rest[..<dollar.lowerBound].hasSuffix("$") {
        out += rest[..<dollar.lowerBound].dropLast() + "${"
        rest = rest[dollar.upperBound...]
        continue
      }
      guard let end = rest[dollar.upperBound...].firstIndex(of: "}"),
        let text = value(String(rest[dollar.upperBound..<end]))
      else { return nil }
      out += rest[..<dollar.lowerBound] + text
      rest = rest[rest.index(after: end)...]
    }
    return out + rest
  }

  /// Where the first `${` stands.
  private static func opening(in text: Substring) -> Range<String.Index>? {
    let bytes = text.utf8
    var start = bytes.startIndex
    while let dollar = bytes[start...].firstIndex(of: UInt8(ascii: "$")) {
      start = bytes.index(after: dollar)
      guard start < bytes.endIndex else { return nil }
      if bytes[start] == UInt8(ascii: "{") { return dollar..<bytes.index(after: start) }
    }
    return nil
  }

  /// A parameter's value as an argument: text as it is, anything else as JSON.
  public static func argument(_ value: JSON) -> String { value.string ?? value.text() }

  // MARK: - Variables

  /// The variable that leads to an input: `PALIER_INPUT_FEATURES_CUSTOMERS`, for a source `PALIER_INPUT_SALES`.
  public static func variable(_ input: StageInput) -> String {
    switch input {
    case .source(let name): "PALIER_INPUT_" + upper(name)
    case .output(let stage, let output): "PALIER_INPUT_\(upper(stage))_\(upper(output))"
    }
  }

  /// Palier's variables that every program gets.
  public static let variables = [
    "PALIER_STAGE", "PALIER_RUN", "PALIER_ATTEMPT", "PALIER_THREADS", "PALIER_PARAMETERS", "PALIER_INPUTS",
  ]

  /// The variable that says where to write an output: `PALIER_OUTPUT_SCORES`.
  public static func variable(output: String) -> String { "PALIER_OUTPUT_" + upper(output) }

  private static func upper(_ name: String) -> String {
    let bytes = name.unicodeScalars.map { scalar -> UInt8 in
      switch scalar {
      case "a"..."z": UInt8(scalar.value) - 32
      case "A"..."Z", "0"..."9": UInt8(scalar.value)
      default: UInt8(ascii: "_")
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
