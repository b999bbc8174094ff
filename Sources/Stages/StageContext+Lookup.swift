internal import DuckDB
public import Engines
public import JSON
internal import PipelineModel

extension StageContext {
  /// The table input that is the output `name` of some stage and has the column `column`; nil where there is none.
  ///
  /// A pipeline may call its stages as it likes and two stages may call an output the same, so a column that only the
  /// wanted table has tells them apart.
  /// - Throws: `StageFailure` where two inputs fit, or an input cannot be read.
  public func table(_ name: String, having column: String, _ session: DuckDBSession) throws -> InputTable? {
    var fitting: [InputTable] = []
    for table in inputs(name, .parquet) where try session.columns(of: table).contains(where: { $0.name == column }) {
      fitting.append(table)
    }
    return try only(fitting)
  }

  /// The JSON input that is the output `name` of some stage and has the member `member`; nil where there is none.
  /// - Throws: `StageFailure` where two inputs fit, or an input cannot be read.
  public func json(_ name: String, having member: String) throws -> JSON? {
    var fitting: [InputTable] = []
    for table in inputs(name, .json) where try json(table)[member] != nil { fitting.append(table) }
    return try only(fitting).map { try json($0) }
  }

  private func inputs(_ name: String, _ format: OutputManifest.Format) -> [InputTable] {
    tables.filter { $0.format == format && $0.input.hasSuffix(".\(name)") }
  }

  private func only(_ fitting: [InputTable]) throws(StageFailure) -> InputTable? {
    guard fitting.count < 2 else {
      let names = fitting.map { "\"\($0.input)\"" }.joined(separator: " and ")
      throw StageFailure(
        "\(names) are of the same shape: stage \"\(stage)\" can use one only", cause: .usage,
        mend: "keep one of them in its \"inputs\"")
    }
    return fitting.first
  }
}

extension DuckDBSession {
  /// The instant as of which features are, by the window that they came with, in microseconds since 1970.
  func asOf(_ window: InputTable) throws -> Int64 {
    try execute("SELECT epoch_us(as_of) FROM \(SQL.quoteIdentifier(window.view))").scalar(Int64.self)
  }
}
