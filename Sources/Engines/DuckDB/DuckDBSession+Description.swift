internal import DuckDB
public import PipelineModel

extension DuckDBSession {
  /// The entry of a Parquet file of the stage's folder that something else has written.
  ///
  /// - Parameters:
  ///   - name: the output; its file is `NAME.parquet`.
  /// - Throws: `StageFailure` where it is no Parquet.
  public func describe(parquet name: String, in folder: String) throws -> OutputManifest {
    do {
      try view(name, of: ["\(folder)/\(name).parquet"])
      return try describe(name)
    } catch let failure as StageFailure {
      if failure.cause == .cancelled { throw failure }
      throw StageFailure(
        "the output \"\(name)\" cannot be read as Parquet: \(failure.message)",
        mend: "write Parquet to it, or declare another format", detail: failure.detail)
    }
  }
}
