/// Something that puts rows into a day's file.
enum Event {
  /// A customer, or nobody known, buys a number of lines.
  case order(customer: Int?, lines: Int)
  /// Lines of one order come back: a range of the day's returns.
  case takeBack(ClosedRange<Int>)
  /// Something comes back that was bought before the data starts.
  case oldReturn
  /// A customer gets a discount afterwards.
  case discount
  /// Stock is written off.
  case adjustment
  /// The bank's or the marketplace's monthly charge.
  case fee(Fee)
  /// A row that no reader can accept.
  case malformed
}

/// Who charges the shop.
enum Fee: CaseIterable {
  case bank
  case marketplace
}
