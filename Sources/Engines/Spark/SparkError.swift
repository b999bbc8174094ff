internal import JSON

/// What Spark says is wrong with a statement.
struct SparkError: Error {
  /// In Spark's words, without its trace.
  let message: String
  /// How to mend it, where that is known.
  let mend: String?
  /// Its whole text.
  let detail: String?
  /// The place in the statement, counted from 1.
  let line: Int?
  let column: Int?
  /// The block that the place is in, where it is not the one that was asked for.
  let block: String?

  init(json: JSON) {
    message = json["message"]?.string ?? "an error without words"
    mend = json["mend"]?.string
    detail = json["detail"]?.string
    line = json["line"]?.int
    column = json["column"]?.int
    block = json["block"]?.string
  }

  /// The failure of a stage whose statement is written at `origin`.
  func failure(at origin: SQLOrigin?) -> StageFailure {
    guard let origin else { return StageFailure("Spark: \(message)", mend: mend, detail: detail) }
    let place = TextPosition(line: origin.firstLine + (line ?? 1) - 1, column: column ?? 1)
    return StageFailure(message, file: origin.file, at: place, mend: mend, detail: detail)
  }
}
