internal import PipelineModel
internal import Platform

/// Makes a source's rows visible as `source`, beside what could not be read of them, `source_rejects`.
struct SourceReader {
  let session: DuckDBSession
  let source: InputSource
  let control: JobControl
  /// What is done to customers in what is read.
  var protection: SourceProtection?

  /// - Returns: the files of the rows in the stage's folder, where reading made them.
  func read() throws -> [String] {
    do {
      return try readRows()
    } catch var failure as StageFailure {
      guard let discreet = failure.discreet, protection?.protection.key != nil else { throw failure }
      failure.message = discreet
      failure.mend = "see the file itself: where ids are pseudonyms, no message quotes it"
      throw failure
    }
  }

  private func readRows() throws -> [String] {
    try session.execute(
      "CREATE TABLE source_rejects (source_file VARCHAR, source_line BIGINT, raw VARCHAR, reason VARCHAR)")
    switch source.kind.reading {
    case .events:
      return try EventReader(session: session, source: source, control: control, protection: protection).read()
    case .fixed:
      try FixedReader(session: session, source: source).read()
      try protection?.protect("source", column: "customer_id", hidesRaw: false)
    case .tables(let tables):
      try TablesReader(session: session, source: source, tables: tables).read()
      try protection?.protectTables(tables)
    case .mapped:
      try MappedReader(session: session, source: source, control: control).read()
      try protection?.protect("source", column: "customer_id", hidesRaw: true)
    }
    return []
  }
}
