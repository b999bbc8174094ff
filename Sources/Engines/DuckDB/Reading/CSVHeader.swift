internal import JSON
internal import PipelineModel
internal import Platform

/// The header of a csv file, matched with the columns that its kind has.
struct CSVHeader {
  /// What each column of the file is, in the file's order: a column of the kind, or nil for one that is not used.
  let columns: [SourceKind.Column?]

  /// Reads a file's first line.
  /// - Throws: `StageFailure` with cause `usage`: the file is empty, no text, or lacks columns.
  init(_ file: SourceFile, kind: SourceKind) throws {
    let shown = Paths.shown(file.path)
    let start = TextPosition(line: 1, column: 1)
    let wanted = kind.columns.map { $0.headers[0] }.joined(separator: ",")
    let line = try HeaderLine(file.path, shown: shown)
    guard !line.isEmpty else {
      throw StageFailure(
        "the file is empty", cause: .usage, file: shown, at: start, mend: "its first line should be: \(wanted)")
    }
    guard let text = line.text else {
      throw StageFailure(
        "this is no csv file: its first line is not text", cause: .usage, file: shown, at: start,
        mend: "give a csv file in UTF-8 whose first line is: \(wanted)")
    }
    let fields = Self.split(text, at: ",")
    columns = fields.map { kind.column(forHeader: $0) }
    let present = columns.compactMap { $0?.name }
    let missing = kind.columns.filter { !present.contains($0.name) }
    guard missing.isEmpty else {
      let names = missing.map { $0.headers.map { "\"\($0)\"" }.joined(separator: " or ") }.joined(separator: ", ")
      // Without a header the first line is a row of some customer's.
      var failure = StageFailure(
        "the header lacks \(names); it reads: \(text.prefix(200))", cause: .usage, file: shown, at: start,
        mend: "a source of kind \(kind.name) begins with: \(wanted)")
      failure.discreet = "the header lacks \(names); it has \(fields.count) columns"
      throw failure
    }
    for name in Set(present) where present.filter({ $0 == name }).count > 1 {
      throw StageFailure(
        "two columns of the header are \"\(name)\"", cause: .usage, file: shown, at: start, mend: "rename one")
    }
  }

  /// The fields of a line, quotes taken off.
  static func split(_ line: some StringProtocol, at delimiter: Character) -> [String] {
    var fields: [String] = []
    var field = ""
    var isQuoted = false
    for character in line {
      switch character {
      case "\"": isQuoted.toggle()
      case delimiter where !isQuoted:
        fields.append(field)
        field = ""
      default: field.append(character)
      }
    }
    return fields + [field]
  }
}
