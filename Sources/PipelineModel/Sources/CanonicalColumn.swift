/// A column of a canonical line that a source may have.
public enum CanonicalColumn: String, Sendable, Hashable, CaseIterable {
  case customerID = "customer_id"
  case orderID = "order_id"
  case lineNumber = "line_no"
  case occurredAt = "occurred_at"
  case productID = "product_id"
  case productName = "product_name"
  case category
  case quantity
  case unitPrice = "unit_price"
  case amount
  case isReturn = "is_return"
  case paymentMethod = "payment_method"
  case paymentInstallments = "payment_installments"
  case country
  case region
  case reviewScore = "review_score"
  case deliveryDays = "delivery_days"
  case freight

  /// Whether its values are numbers.
  public var isNumber: Bool {
    switch self {
    case .lineNumber, .quantity, .unitPrice, .amount, .paymentInstallments, .reviewScore, .deliveryDays, .freight: true
    default: false
    }
  }
}
