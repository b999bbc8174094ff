/// What can be wrong with a row.
enum Malformation: CaseIterable {
  /// The row ends after the quantity.
  case tooFewColumns
  /// A currency between price and customer: nine columns.
  case tooManyColumns
  /// The 30th of February.
  case impossibleDate
  /// A word where the date should be.
  case wordForDate
  /// A word before the quantity.
  case wordForQuantity
  /// A price below zero.
  case negativePrice
  /// Nothing where the invoice should be.
  case noInvoice

  /// Malformed rows in a sample, whatever its size.
  static let total = 25
}
