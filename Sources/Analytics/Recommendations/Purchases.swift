/// Which products each customer bought, as numbers from 0.
public struct Purchases: Sendable {
  /// How many products there are.
  public let productCount: Int
  private let starts: [Int]
  private let items: [Int32]

  /// How many customers there are.
  public var customerCount: Int { starts.count - 1 }

  /// Makes a table of distinct pairs of a customer and a product, in any order.
  /// - Throws: `AnalyticsError` where the arrays differ in length or a number is out of bounds.
  public init(customerCount: Int, productCount: Int, customer: [Int32], product: [Int32]) throws(AnalyticsError) {
    guard customer.count == product.count else {
      throw AnalyticsError(.shapeMismatch, "purchases: \(customer.count) customers for \(product.count) products")
    }
    guard customer.allSatisfy({ (0..<customerCount).contains(Int($0)) }),
      product.allSatisfy({ (0..<productCount).contains(Int($0)) })
    else { throw AnalyticsError(.invalidArgument, "purchases: a number lies outside the customers or the products") }
    var starts = [Int](repeating: 0, count: customerCount + 1)
    for number in customer { starts[Int(number) + 1] += 1 }
    for number in 0..<customerCount { starts[number + 1] += starts[number] }
    var fill = starts
    var items = [Int32](repeating: 0, count: product.count)
    for (customer, product) in zip(customer, product) {
      items[fill[Int(customer)]] = product
      fill[Int(customer)] += 1
    }
    self.productCount = productCount
    self.starts = starts
    self.items = items
  }

  /// The products of a customer, in no particular order.
  func products(of customer: Int) -> ArraySlice<Int32> { items[starts[customer]..<starts[customer + 1]] }
}
