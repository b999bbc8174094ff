/// What changes part-way, so that a segmentation fitted before it grows old. Times are thousandths of the history:
/// with the default 18 months, 640 is the middle of month 12 and 700 that of month 13.
enum Drift {
  /// Regular customers that slow down, in 1/10,000.
  static let slowingShare = 8_000
  /// When each of them does.
  static let slowingBegins = 640...860
  /// How much longer their gaps become, in sixteenths.
  static let slowing = 64...160
  /// When the customers that the promotion brings arrive.
  static let promotion = 700...900
  /// When the silent ones come back.
  static let reactivation = 620...860
  /// The day of the price increase.
  static let priceIncrease = 700
  /// The export drops the `.0` of customer numbers.
  static let exportChange = 660

  /// A price after the increase, in pence.
  static func increased(_ pence: Int) -> Int { pence * 112 / 100 + 5 }
}
