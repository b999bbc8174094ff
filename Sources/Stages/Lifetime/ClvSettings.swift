internal import Analytics
internal import Engines

/// What the config says of customer value.
struct ClvSettings {
  let model: PurchaseModel.Kind
  let unit: String
  let terms: ValueTerms
  /// Yearly retention of the textbook formula; 0 leaves it out.
  let retention: Double
  /// The share of the history that is held out.
  let holdout: Double
  let resamples: Int
  let seed: UInt64
  let leastRepeatShare: Double

  init(_ context: StageContext) throws(StageFailure) {
    model = try context.choice("clv.model")
    unit = try context.text("clv.time_unit")
    terms = ValueTerms(
      unitDays: unit == "day" ? 1 : unit == "week" ? 7 : ValueTerms.monthDays,
      horizonMonths: try context.integer("clv.horizon_months"), discountRate: try context.number("clv.discount_rate"),
      margin: try context.number("clv.margin"))
    retention = try context.number("clv.retention")
    holdout = try context.number("clv.holdout")
    resamples = try context.integer("clv.bootstrap")
    seed = UInt64(try context.integer("clv.seed"))
    leastRepeatShare = try context.number("clv.min_repeat_share")
  }
}
