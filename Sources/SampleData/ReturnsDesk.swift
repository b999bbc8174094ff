/// The returns that are still to come: never more than those of the purchases of the last weeks.
struct ReturnsDesk {
  /// A purchase line, or part of it, on its way back.
  struct Return {
    /// The order it comes from: returns of one order share an invoice.
    var order: Int
    /// Indices into the population and the catalogue.
    var customer: Int
    var product: Int
    var quantity: Int
    /// The price paid, in pence.
    var pence: Int
  }

  private var due: [[Return]]

  init(days: Int) { due = Array(repeating: [], count: days) }

  /// Expects a return on an open day of the history; one that would come after its end never comes.
  mutating func expect(_ item: Return, on day: Int) {
    if day < due.count { due[day].append(item) }
  }

  /// Takes out what comes back on a day, order by order.
  mutating func take(_ day: Int) -> [Return] {
    defer { due[day] = [] }
    return due[day]
  }
}
