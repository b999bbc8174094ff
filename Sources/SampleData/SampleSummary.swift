/// What a sample holds, counted as it was written: what a correct reader of its files must find.
///
/// `rows` = `kept` + `malformed` + `duplicates`. All later counts are over the kept rows: those that parse, with every
/// exact repetition of an earlier row left out.
public struct SampleSummary: Sendable, Equatable {
  /// Files written, one a day on which anything happened.
  public var files = 0
  /// Bytes written, headers counted.
  public var bytes = 0
  /// Data rows in all files; headers do not count.
  public var rows = 0
  /// Rows that must be rejected: see docs/sample.md for the kinds.
  public var malformed = 0
  /// Rows equal in every column to an earlier row.
  public var duplicates = 0

  /// Distinct invoices without the prefix `C`, stock adjustments and orders without a customer counted.
  public var orders = 0
  /// Distinct invoices with a customer number and at least one purchase: a product, positive quantity, positive price.
  public var customerOrders = 0
  /// Distinct invoices with the prefix `C`.
  public var cancellations = 0
  /// Distinct customer numbers.
  public var customers = 0
  /// Distinct customer numbers with at least one purchase.
  public var buyers = 0

  /// Rows that take something back: invoice with the prefix `C`, or a negative quantity.
  public var returns = 0
  /// Of the returns, rows of a product and a customer; each is `matchedReturns` or `unmatchedReturns`.
  public var productReturns: Int { matchedReturns + unmatchedReturns }
  /// Product returns that an earlier purchase of that product by that customer covers in full.
  public var matchedReturns = 0
  /// Product returns of something that this customer never bought in the data.
  public var unmatchedReturns = 0
  /// Pieces given back by matched returns.
  public var matchedPieces = 0

  /// Rows without a customer number.
  public var anonymous = 0
  /// Rows whose price is zero.
  public var zeroPrice = 0
  /// Rows whose stock code is one of `nonProductCodes`.
  public var nonProduct = 0
  /// Pence of all purchases of known customers, returns not deducted.
  public var purchasePence = 0

  /// The first and the last day with a file.
  public var firstDay: CalendarDay?
  /// The last day with a file.
  public var lastDay: CalendarDay?

  /// Rows that parse and repeat no earlier one.
  public var kept: Int { rows - malformed - duplicates }

  /// The stock codes that stand for postage, discounts, fees and manual entries.
  public static let nonProductCodes = ["POST", "D", "M", "BANK CHARGES", "AMAZONFEE"]

  /// An empty summary, to be added to.
  public init() {}
}
