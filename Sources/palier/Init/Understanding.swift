internal import Engines
internal import PipelineModel
internal import Platform

/// What was understood of a file, for a person to check.
struct Understanding {
  let path: String
  let preview: SourcePreview
  let kind: SourceKind
  let guess: SourceGuess?

  private static let examples = 3

  func print(_ console: Console) {
    var facts = ["\(preview.format.rawValue)"]
    if preview.format == .csv {
      let names = [",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"]
      facts.append("\(names[preview.delimiter] ?? preview.delimiter) between fields")
      facts.append((preview.encoding ?? .utf8).rawValue)
    }
    if guess?.decimal == .comma { facts.append("decimal comma") }
    console.print("\(Paths.shown(path)): \(facts.joined(separator: ", ")); kind \(kind.name)")
    guard let guess else { return }
    var table = TextTable(["column of a line", "from", "why"] + (1...Self.examples).map { "row \($0)" })
    for entry in guess.entries {
      let place = entry.mapping.names.first.flatMap { preview.headers.firstIndex(of: $0) } ?? 0
      let format = entry.mapping.formats.isEmpty ? "" : " (\(entry.mapping.formats.joined(separator: ", ")))"
      table.add(
        [entry.mapping.column.rawValue, entry.mapping.names.joined(separator: ", ") + format, entry.reason]
          + preview.rows.prefix(Self.examples).map { ($0.indices.contains(place) ? $0[place] : nil) ?? "" })
    }
    for line in table.lines(limit: 32) { console.print("  " + line) }
    let used = Set(guess.entries.flatMap(\.mapping.names))
    let unused = preview.headers.filter { !used.contains($0) }
    if !unused.isEmpty { console.print("  not used: \(TerminalText.safe(unused.joined(separator: ", ")))") }
  }

  /// The error where columns are missing.
  func missing(_ guess: SourceGuess) -> String {
    let names = guess.missing.map(\.rawValue).joined(separator: ", ")
    let options = guess.missing.map { "--column '\($0.rawValue)=NAME'" }.joined(separator: " ")
    return "palier init: no column was recognised as \(names)\n  mend: say which it is: \(options), of: "
      + preview.headers.joined(separator: ", ")
  }
}
