public import JSON

/// One thing wrong with what a person wrote: where, what, how to mend it.
public struct Diagnostic: Sendable, Hashable, CustomStringConvertible {
  /// The file (or the command-line option) it stands in.
  public var file: String
  /// The place in the file, where one can be named.
  public var position: TextPosition?
  /// What is wrong.
  public var message: String
  /// How to mend it.
  public var mend: String?

  /// Makes a diagnostic.
  public init(_ file: String, _ position: TextPosition?, _ message: String, mend: String? = nil) {
    self.file = file
    self.position = position
    self.message = message
    self.mend = mend
  }

  /// `file:line:column: message` and the mend on a line of its own.
  public var description: String {
    let place = position.map { "\(file):\($0.line):\($0.column)" } ?? file
    return "\(place): \(message)" + (mend.map { "\n  mend: \($0)" } ?? "")
  }

  /// The diagnostic for programs.
  public var json: JSON {
    [
      "file": .string(file), "line": position.map { .int($0.line) } ?? nil,
      "column": position.map { .int($0.column) } ?? nil, "message": .string(message),
      "mend": mend.map { .string($0) } ?? nil,
    ]
  }
}

/// A configuration that cannot be used, with everything found wrong in it.
public struct ConfigError: Error, Sendable, CustomStringConvertible {
  /// What is wrong, in the order of the text.
  public var diagnostics: [Diagnostic]

  /// Makes an error of several diagnostics.
  public init(_ diagnostics: [Diagnostic]) { self.diagnostics = diagnostics }

  /// Makes an error of one diagnostic.
  public init(_ file: String, _ position: TextPosition?, _ message: String, mend: String? = nil) {
    diagnostics = [Diagnostic(file, position, message, mend: mend)]
  }

  public var description: String { diagnostics.map(\.description).joined(separator: "\n") }
}
