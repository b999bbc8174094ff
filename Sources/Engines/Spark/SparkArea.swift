internal import DuckDB
internal import JSON
internal import PipelineModel
internal import Platform

/// The part of a stage's folder where Spark finds what was read for it, and leaves what it made.
final class SparkArea {
  private let stage: String
  private let root: String
  /// The files of the source's rows, where reading made them.
  private(set) var parts: [String] = []

  init(folder: String) {
    stage = folder
    root = folder + "/.spark"
  }

  /// Where Spark writes an output.
  func folder(of output: String) -> String { "\(root)/out/\(output)" }

  /// Reads the source and the list parameters, and leaves those that the stage's SQL names as Parquet.
  ///
  /// What reading makes besides, rows with plain ids among it, goes nowhere.
  ///
  /// - Returns: the files of each table by its view.
  func bring(
    _ job: SQLJob, _ session: DuckDBSession, _ control: JobControl, _ protection: SourceProtection?
  ) throws -> [String: [String]] {
    try Files.makeFolder(root + "/in")
    try session.add(job.parameters)
    var names = job.parameters.values.compactMap { path, value in
      value.array == nil ? nil : ParameterSet.viewName(path)
    }
    if let source = job.source {
      control.report(.init(step: "reading \(source.name)"))
      parts = try SourceReader(session: session, source: source, control: control, protection: protection).read()
      let found = try session.execute(
        """
        SELECT table_name FROM information_schema.tables
        WHERE table_name = 'source' OR starts_with(table_name, 'source_') ORDER BY 1
        """)
      names += try found.columns(String.self).filter { job.readers(of: $0.lowercased()) > 0 }
    }
    var tables: [String: [String]] = [:]
    for name in Set(names).sorted() {
      let file = "\(root)/in/\(name).parquet"
      let rows = "SELECT * FROM \(SQL.quoteIdentifier(name))"
      let shown = try protection?.rejects(rows, from: SQLOrigin(file: name, firstLine: 1)).select ?? rows
      try session.execute(
        "COPY (\(shown)) TO \(SQL.quoteLiteral(file)) (FORMAT parquet)")
      tables[name] = [file]
    }
    return tables
  }

  /// Makes what Spark wrote an output of the stage without what could tell who its rows are of.
  ///
  /// - Returns: nil where the output is none of rejected rows, and nothing has to be hidden.
  func hide(
    _ name: String, _ isProvenance: Bool, _ session: DuckDBSession, _ protection: SourceProtection
  ) throws -> OutputManifest? {
    let rows = "SELECT * FROM \(SQL.readParquet(folder: folder(of: name)))"
    let origin = SQLOrigin(file: name, firstLine: 1)
    let shown = try protection.rejects(rows, from: origin).select
    return shown == rows ? nil : try session.export(name, shown, from: origin, isProvenance: isProvenance)
  }

  /// Makes what Spark wrote an output of the stage.
  func take(
    _ name: String, isJSON: Bool, isProvenance: Bool, _ session: DuckDBSession
  ) throws -> OutputManifest {
    let folder = folder(of: name)
    let written = try Files.list(folder).filter { $0.hasSuffix(".parquet") }.sorted()
    guard !written.isEmpty else { throw StageFailure("Spark left no file of the output \"\(name)\"") }
    if isJSON {
      try session.view(name, of: written.map { "\(folder)/\($0)" })
      return try session.exportJSON(name, isProvenance: isProvenance)
    }
    // Spark goes on reading its own folder, so the files get a second name.
    let files = written.enumerated().map { index, _ in
      written.count == 1 ? "\(name).parquet" : "\(name)-\(String(index + 100_000).dropFirst()).parquet"
    }
    for (file, part) in zip(files, written) { try Files.share("\(folder)/\(part)", as: "\(stage)/\(file)") }
    return try session.adopt(name, files, isProvenance: isProvenance)
  }

  /// Removes what the stage no longer needs.
  func remove() throws { try Files.remove(root) }
}
