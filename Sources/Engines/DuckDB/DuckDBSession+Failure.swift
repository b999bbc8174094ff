internal import DuckDB
internal import JSON
internal import Platform

extension DuckDBSession {
  /// The engine's error in the stage's terms: the place in its file, and how to mend it.
  ///
  /// - Parameters:
  ///   - file: the SQL file, where the statement comes from one.
  ///   - firstLine: the file's line that the engine counts as its line 1.
  ///   - declared: the views of the stage's inputs.
  public static func failure(
    _ error: any Error, file: String? = nil, firstLine: Int = 0, declared: [String] = []
  ) -> StageFailure {
    if let failure = error as? StageFailure { return failure }
    guard let error = error as? DuckDBError else { return StageFailure("\(error)") }
    if error.isInterrupt { return StageFailure("stopped", cause: .cancelled, detail: error.description) }
    let lines = error.message.split(separator: "\n", omittingEmptySubsequences: true).map(String.init)
    var message = lines.first ?? error.message
    if let open = message.firstRange(of: "Error: ") { message = String(message[open.upperBound...]) }
    var failure = StageFailure(
      message, file: file, at: file == nil ? nil : place(lines, firstLine), mend: mend(error.message, declared),
      detail: error.description)
    failure.mayPass = [.io, .outOfMemory, .connection, .network, .http].contains(error.kind)
    return failure
  }

  /// The engine marks its place by `LINE 3: text` and a caret under the text.
  private static func place(_ lines: [String], _ firstLine: Int) -> TextPosition? {
    guard let index = lines.firstIndex(where: { $0.hasPrefix("LINE ") }),
      let colon = lines[index].firstIndex(of: ":"),
      let line = Int(lines[index].dropFirst("LINE ".count).prefix { $0.isNumber })
    else { return nil }
    let before = lines[index].distance(from: lines[index].startIndex, to: colon) + 2
    let caret = index + 1 < lines.count ? lines[index + 1].prefix { $0 == " " }.count : before
    return TextPosition(line: firstLine + line - 1, column: max(1, caret - before + 1))
  }

  private static func mend(_ message: String, _ declared: [String]) -> String? {
    if message.contains("No space left") || message.contains("failed to offload data") {
      return "free some space or choose another folder with --output"
    }
    if message.contains("Out of Memory") || message.contains("failed to allocate") {
      return "raise \"memory_limit\" in \"engine\" or lower \"threads\""
    }
    if message.contains("Permission Error") || message.contains("file system operations are disabled") {
      return "a stage reads its declared inputs only: declare what it reads in \"inputs\""
    }
    if message.contains("Table with name") {
      return "a stage sees its inputs only (\(declared.joined(separator: ", "))): declare what it reads in \"inputs\""
    }
    return nil
  }
}
