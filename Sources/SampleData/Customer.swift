/// One customer's habits, drawn once.
struct Customer {
  /// The number in the files.
  var identifier: Int32 = 0
  var behaviour: Behaviour
  /// An index into `Country.all`.
  var country: UInt8 = 0
  /// The day of the first order.
  var arrival: Int32
  /// No order on or after this day.
  var departure: Int32 = .max
  /// No order from `silence.lowerBound` up to, not including, the upper bound.
  var silence: Range<Int32> = 0..<0
  /// From this day on, gaps are `slowing`/16 times as long.
  var slowingFrom: Int32 = .max
  var slowing: Int32 = 16
  /// Median gap between orders, in 1/16 days.
  var gap: Int32
  /// Median lines of an order, in 1/16 lines.
  var basket: Int32
}
