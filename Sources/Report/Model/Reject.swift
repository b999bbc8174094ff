extension ReportModel {
  /// One rejected row.
  public struct Reject: Sendable {
    /// The file's name.
    public var file: String
    /// The line in the file, from 1.
    public var line: Int
    /// The row as it stands in the file.
    public var raw: String
    /// Why it was rejected: a part for each fault.
    public var reason: [Phrase]

    /// Makes a rejected row.
    public init(file: String, line: Int, raw: String, reason: [Phrase]) {
      self.file = file
      self.line = line
      self.raw = raw
      self.reason = reason
    }
  }

  /// How many rows one reason rejected.
  public struct RejectReason: Sendable {
    /// Why they were rejected.
    public var reason: [Phrase]
    /// Number of rows.
    public var rows: Int

    /// Makes a count.
    public init(reason: [Phrase], rows: Int) {
      self.reason = reason
      self.rows = rows
    }
  }
}
