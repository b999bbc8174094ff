/// Writes data sets in the shape of Online Retail II, as real in their traps as in their customers.
///
/// Everything follows from the options: no clock, no machine's random numbers, integer arithmetic only.
public enum SampleGenerator {
  /// The first row of every file.
  public static let header = "Invoice,StockCode,Description,Quantity,InvoiceDate,Price,Customer ID,Country"

  /// Generates a sample, one file a day, in order of days.
  ///
  /// Memory grows with the number of customers (one to about 80 lines) and the lines of one day, never with all lines.
  /// - Parameters:
  ///   - options: what to generate.
  ///   - write: receives a file's name (`YYYY-MM-DD.csv`) and its whole content (UTF-8, rows ended by a line feed).
  /// - Returns: what a correct reader must find in the files.
  /// - Throws: `SampleError` if an option is out of range; whatever `write` throws, at once.
  public static func generate(
    _ options: SampleOptions, write: (_ fileName: String, _ bytes: [UInt8]) throws -> Void
  ) throws -> SampleSummary {
    try options.validate()
    let calendar = TradingCalendar(start: options.start, months: options.months)
    let population = Population(options: options, calendar: calendar)
    var process = OrderProcess(options: options, calendar: calendar, population: population)
    var orders: [OrderProcess.Order] = []

    let sizes = (0..<calendar.count).map { day in
      process.orders(of: day, into: &orders)
      return orders.reduce(0) { $0 + $1.size }
    }
    var sizeLeft = sizes.reduce(0, +)
    process = OrderProcess(options: options, calendar: calendar, population: population)
    var shop = Shop(options: options, calendar: calendar, population: population)
    for day in 0..<calendar.count {
      process.orders(of: day, into: &orders)
      guard calendar.weight[day] > 0 else { continue }
      // A day's share of the lines that are still to be written, so that what one day missed the others make up.
      let share = sizeLeft == 0 ? 0 : max(0, options.lines - shop.summary.rows) * sizes[day] / sizeLeft
      sizeLeft -= sizes[day]
      if shop.trade(on: day, orders: orders, lines: share) { try write("\(calendar.date(day)).csv", shop.rows.bytes) }
    }
    return shop.finished()
  }
}
