/// A year of sales with a category and a way of paying for each line, by customers of four kinds: with and without
/// category A, in cash and not.
public enum CategorySales {
  /// The first row of the file.
  public static let header = "order_id,client,date,category,product,quantity,amount,payment_method"

  /// What was written.
  public struct Summary: Sendable, Equatable {
    /// Data rows.
    public var rows = 0
    /// Customers with at least one order.
    public var customers = 0
    /// Of these, by kind: neither, A alone, cash alone, A and cash.
    public var kinds = [0, 0, 0, 0]
  }

  private static let categories = ["A", "B", "C", "D", "E"]
  /// What a piece of each category costs about, in cents.
  private static let prices = [5200, 2400, 3100, 1800, 4300]
  private static let otherMethods = ["card", "mobile", "transfer"]

  /// Generates `sales_2020.csv`.
  ///
  /// - Parameters:
  ///   - lines: rows, about: the last order is written whole.
  ///   - seed: the seed of every random choice.
  ///   - write: gets the file lot by lot.
  /// - Returns: what is in it.
  public static func generate(
    lines: Int, seed: UInt64, write: ([UInt8]) throws -> Void
  ) throws -> Summary {
    var random = RandomSource(seed: seed, purpose: 20)
    let customers = max(8, lines / 14)
    // The days are drawn first, so that orders stand in the order of time.
    let orders = max(1, lines * 10 / 22)
    let first = try CalendarDay(iso: "2020-01-01")
    var summary = Summary()
    var seen = [Bool](repeating: false, count: customers)
    var bytes = Array((header + "\n").utf8)
    for order in 0..<orders {
      let day = order * 366 / orders
      // A few buy often: the square of a uniform number prefers small ones.
      let draw = random.below(1 << 20)
      let customer = draw * draw / ((1 << 20) * (1 << 20) / customers)
      let kind = Int(splitMix(seed &+ UInt64(customer)) % 4)
      let (likesA, paysCash) = (kind & 1 == 1, kind & 2 == 2)
      if !seen[customer] {
        seen[customer] = true
        summary.customers += 1
        summary.kinds[kind] += 1
      }
      let isCash = random.chance(paysCash ? 9_300 : 400)
      let method = isCash ? "cash" : otherMethods[random.below(otherMethods.count)]
      for _ in 0..<random.within(1...3) {
        let isA = random.chance(likesA ? 8_800 : 150)
        let category = isA ? 0 : 1 + random.below(categories.count - 1)
        let quantity = 1 + (random.chance(2_500) ? random.within(1...4) : 0)
        let cents = quantity * max(100, random.logNormal(median: prices[category], spread: 500))
        let fields = [
          "S\(100_000 + order)", "C\(1_000 + customer)", "\(CalendarDay(number: first.number + day))",
          categories[category],
          "\(categories[category])\(1 + random.below(40))", "\(quantity)",
          "\(cents / 100).\(cents / 10 % 10)\(cents % 10)", method,
        ]
        bytes.append(contentsOf: (fields.joined(separator: ",") + "\n").utf8)
        summary.rows += 1
      }
      if bytes.count > 1 << 20 {
        try write(bytes)
        bytes.removeAll(keepingCapacity: true)
      }
    }
    try write(bytes)
    return summary
  }
}
