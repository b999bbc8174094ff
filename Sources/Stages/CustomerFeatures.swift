internal import Analytics
internal import DuckDB
internal import Engines
internal import PipelineModel

/// The features of all customers, sorted by id so that their order never depends on how they were stored.
struct CustomerFeatures {
  /// The customers' ids.
  let ids: [String]
  /// One row a customer, one column a feature, in original units.
  let features: Matrix
  /// What each customer spent; all 0 where the table has no such column.
  let monetary: [Double]

  /// Reads the columns `names` of the stage's table of customers.
  /// - Throws: `StageFailure` naming a column that is missing, not numeric, or empty for some customer.
  static func read(_ names: [String], _ context: StageContext, _ session: DuckDBSession) throws -> CustomerFeatures {
    let query = try CustomerQuery(names, context, session)
    let result = try session.execute(query.sql)
    var ids: [String] = []
    var values = [[Double]](repeating: [], count: query.columns)
    while let chunk = try result.nextChunk() {
      try chunk.column(0).append(to: &ids)
      for index in values.indices { try chunk.column(index + 1).append(to: &values[index]) }
    }
    guard !ids.isEmpty else { throw query.nobody }
    let monetary = query.monetary.map { values[$0] } ?? [Double](repeating: 0, count: ids.count)
    return CustomerFeatures(ids: ids, features: Matrix(columns: Array(values.prefix(names.count))), monetary: monetary)
  }

  /// Which features are not 0 for everybody.
  var borne: [Bool] { (0..<features.columns).map { features.column($0).contains { $0 != 0 } } }

  /// Refuses a value that log1p cannot take, and says whose it is.
  ///
  /// - Parameter names: the features' names.
  func requireLogarithms(_ names: [String]) throws(StageFailure) {
    guard let place = features.storage.firstIndex(where: { $0 <= -1 }) else { return }
    let (row, column) = (place / features.columns, place % features.columns)
    throw StageFailure(
      "\"\(names[column])\" of customer \"\(ids[row])\" is \(features.storage[place]): log1p needs values above -1",
      mend: "set kmeans.transform to \"yeo-johnson\" or \"none\", or leave the feature out")
  }
}
