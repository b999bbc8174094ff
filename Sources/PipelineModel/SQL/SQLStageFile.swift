public import JSON

/// A relational stage's file: steps and outputs, one SELECT each, in their order.
///
/// `-- output: NAME` or `-- output: NAME (attribute, …)` introduces an output, `-- step: NAME` a table that later
/// blocks of the file may read. `${path}` stands for a parameter's value, a view `parameter_…` for a list's.
public struct SQLStageFile: Sendable {
  /// One SELECT.
  public struct Block: Sendable {
    /// What becomes of its rows.
    public enum Purpose: Sendable, Hashable {
      case step
      case output
    }

    /// What becomes of its rows.
    public var purpose: Purpose
    /// Its name.
    public var name: String
    /// Its attributes: `as_read`, `json`, `provenance`.
    public var attributes: Set<String>
    /// The SQL, comments included.
    public var text: String
    /// The line on which `text` begins.
    public var firstLine: Int
    /// The parameters it reads, with their places.
    public var placeholders: [(path: String, position: TextPosition)]
    /// The views of list parameters that it names.
    public var parameterViews: Set<String>
    /// All words outside comments, in small letters: the tables that it reads are among them, however it names them.
    public var words: Set<String> = []

    /// The SQL as the fingerprint sees it.
    public var normalized: String { SQLText.normalized(text) }
  }

  /// The file, absolute.
  public var path: String
  /// Its text.
  public var text: String
  /// Its blocks.
  public var blocks: [Block]

  /// The outputs' names.
  public var outputs: [String] { blocks.filter { $0.purpose == .output }.map(\.name) }

  private static let knownAttributes = ["as_read", "json", "provenance"]

  /// Parses a file's text.
  /// - Throws: `ConfigError` with the places of what is wrong.
  public init(path: String, shownAs shown: String, text: String) throws(ConfigError) {
    self.path = path
    self.text = text
    var blocks: [Block] = []
    var faults: [Diagnostic] = []
    var preface: [String] = []
    for (index, rawLine) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let line = String(rawLine)
      let position = TextPosition(line: index + 1, column: 1)
      if let header = Self.header(line) {
        let (purpose, name, attributes) = header
        if !Self.isIdentifier(name) {
          faults.append(Diagnostic(shown, position, "\"\(name)\" is no name", mend: "use a-z, 0-9 and _"))
        }
        if blocks.contains(where: { $0.name == name }) {
          faults.append(Diagnostic(shown, position, "\"\(name)\" stands twice in this file", mend: "rename one"))
        }
        for attribute in attributes where !Self.knownAttributes.contains(attribute) {
          faults.append(
            Diagnostic(
              shown, position, "\"\(attribute)\" is no attribute",
              mend: Suggestion.mend(attribute, known: Self.knownAttributes)))
        }
        blocks.append(
          Block(
            purpose: purpose, name: name, attributes: Set(attributes), text: "", firstLine: index + 2,
            placeholders: [], parameterViews: []))
      } else if blocks.isEmpty {
        preface.append(line)
      } else {
        blocks[blocks.count - 1].text += line + "\n"
      }
    }
    if !SQLText.normalized(preface.joined(separator: "\n")).isEmpty || blocks.isEmpty {
      faults.append(
        Diagnostic(
          shown, TextPosition(line: 1, column: 1), "SQL stands before the first \"-- output: NAME\" line",
          mend: "put a line \"-- output: NAME\" before each SELECT"))
    }
    for index in blocks.indices {
      if blocks[index].normalized.isEmpty {
        faults.append(
          Diagnostic(
            shown, TextPosition(line: blocks[index].firstLine - 1, column: 1),
            "nothing follows \"\(blocks[index].name)\"", mend: "write a SELECT"))
      }
      Self.readReferences(of: &blocks[index])
    }
    guard faults.isEmpty else { throw ConfigError(faults) }
    self.blocks = blocks
  }

  /// Whether a line introduces a block.
  static func isHeader(_ line: String) -> Bool { header(line) != nil }

  private static func header(_ line: String) -> (Block.Purpose, String, [String])? {
    guard line.hasPrefix("--") else { return nil }
    let words = line.dropFirst(2).drop { $0 == " " }
    let purpose: Block.Purpose
    let rest: Substring
    if words.hasPrefix("output:") {
      (purpose, rest) = (.output, words.dropFirst("output:".count))
    } else if words.hasPrefix("step:") {
      (purpose, rest) = (.step, words.dropFirst("step:".count))
    } else {
      return nil
    }
    let trimmed = rest.split(whereSeparator: { " \t\r".contains($0) }).joined(separator: " ")
    guard let open = trimmed.firstIndex(of: "("), trimmed.hasSuffix(")") else { return (purpose, trimmed, []) }
    let name = trimmed[..<open].split(separator: " ").joined()
    let inner = trimmed[trimmed.index(after: open)...].dropLast()
    return (purpose, name, inner.split(separator: ",").map { $0.split(separator: " ").joined() })
  }

  private static func readReferences(of block: inout Block) {
    var scanner = SQLScanner(block.text, firstLine: block.firstLine)
    while let (token, bytes, position) = scanner.next() {
      switch token {
      case .placeholder(let path): block.placeholders.append((path, position))
      case .word:
        let word = String(decoding: bytes, as: UTF8.self)
        block.words.insert(word.lowercased())
        if word.hasPrefix("parameter_") { block.parameterViews.insert(word) }
      case .quoted:
        let text = String(decoding: bytes, as: UTF8.self).lowercased()
        block.words.formUnion(text.split { !$0.isLetter && !$0.isNumber && $0 != "_" }.map(String.init))
      default: break
      }
    }
  }

  static func isIdentifier(_ text: String) -> Bool {
    guard let first = text.utf8.first, (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(first) else { return false }
    return text.utf8.allSatisfy {
      (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
        || $0 == UInt8(ascii: "_")
    }
  }
}

extension [SQLStageFile.Block] {
  /// For each block, the steps that no later one names: once it is done, their tables are of no more use.
  public var lastUses: [[String]] {
    var uses = map { _ in [String]() }
    for (index, block) in enumerated() where block.purpose == .step {
      uses[lastIndex { $0.words.contains(block.name) }.map { Swift.max($0, index) } ?? index].append(block.name)
    }
    return uses
  }
}

extension SQLStageFile.Block {
  /// The SQL with each `${path}` replaced by what `literal` gives for it.
  public func substituted<Failure: Error>(
    _ literal: (_ path: String, _ position: TextPosition) throws(Failure) -> String
  ) throws(Failure) -> String {
    var scanner = SQLScanner(text, firstLine: firstLine)
    var out: [UInt8] = []
    while let (token, bytes, position) = scanner.next() {
      if case .placeholder(let path) = token {
        out.append(contentsOf: try literal(path, position).utf8)
      } else {
        out.append(contentsOf: bytes)
      }
    }
    return String(decoding: out, as: UTF8.self)
  }
}
