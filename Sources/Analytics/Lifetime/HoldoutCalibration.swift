/// A model fitted on the first part of the history against what the customers then did.
public struct HoldoutCalibration: Sendable {
  /// Customers with equally many repeat purchases in the first part.
  public struct Bucket: Sendable, Equatable {
    /// Repeat purchases in the first part; the last bucket holds more too.
    public var repeats: Int
    /// Whether the bucket holds more too.
    public var isOpen: Bool
    /// How many customers.
    public var customers: Int
    /// Purchases that the model expected, of all of them.
    public var predicted: Double
    /// Purchases that they made.
    public var actual: Int
  }

  /// From few repeats to many.
  public var buckets: [Bucket]
  /// The mean absolute error per customer.
  public var meanAbsoluteError: Double
  /// The fitted model.
  public var model: PurchaseModel
  /// How the fit went.
  public var report: FitReport

  /// Fits on histories, predicts the time after them, and compares.
  ///
  /// - Parameters:
  ///   - actual: each customer's purchases after the histories end, as in `history.places`.
  ///   - time: how long after, in the history's units.
  ///   - last: the bucket that holds more too.
  public static func run(
    _ history: RepeatHistory, _ kind: PurchaseModel.Kind = .betaGeometric, actual: [Int64], time: Double, last: Int = 7,
    threads: Int = 1
  ) throws(AnalyticsError) -> HoldoutCalibration {
    let (model, report) = try PurchaseModel.fit(kind, history, threads: threads)
    return try run(history, model, report, actual: actual, time: time, last: last, threads: threads)
  }

  /// The same with a model that was fitted on the histories before.
  public static func run(
    _ history: RepeatHistory, _ model: PurchaseModel, _ report: FitReport, actual: [Int64], time: Double,
    last: Int = 7, threads: Int = 1
  ) throws(AnalyticsError) -> HoldoutCalibration {
    guard actual.count == history.places.count, !actual.isEmpty else {
      throw AnalyticsError(
        .shapeMismatch, "calibration: \(actual.count) outcomes for \(history.places.count) customers")
    }
    let expected = Parallel.map(count: history.repeats.count, threads: threads) { index in
      model.expectedPurchases(
        in: time, repeats: history.repeats[index], lastAt: history.lastAt[index], age: history.age[index])
    }
    var buckets = (0...last).map { Bucket(repeats: $0, isOpen: $0 == last, customers: 0, predicted: 0, actual: 0) }
    var error = 0.0
    for (customer, place) in history.places.enumerated() {
      let bucket = min(Int(history.repeats[Int(place)]), last)
      buckets[bucket].customers += 1
      buckets[bucket].predicted += expected[Int(place)]
      buckets[bucket].actual += Int(actual[customer])
      error += abs(expected[Int(place)] - Double(actual[customer]))
    }
    return HoldoutCalibration(
      buckets: buckets.filter { $0.customers > 0 }, meanAbsoluteError: error / Double(actual.count), model: model,
      report: report)
  }
}
