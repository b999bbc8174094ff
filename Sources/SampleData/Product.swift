/// One thing on sale.
struct Product {
  let code: String
  /// `,code,description,` as it stands in a row, quoted where needed.
  let bytes: [UInt8]
  /// The price in pence of a few and of many, before the price increase and after: `[few, many, few, many]`.
  let pence: [Int32]
  let isChristmas: Bool

  /// A product at a base price, rounded to a price as shops write it.
  init(code: String, name: String, pence: Int, isChristmas: Bool = false) {
    self.code = code
    self.bytes = Array(",\(code),\(Self.quoted(name)),".utf8)
    self.isChristmas = isChristmas
    let raised = Drift.increased(pence)
    self.pence = [pence, pence * 85 / 100, raised, raised * 85 / 100].map { Int32(Self.shopPrice($0)) }
  }

  /// The price in pence.
  func price(quantity: Int, raised: Bool) -> Int {
    Int(pence[(raised ? 2 : 0) + (quantity >= Self.many ? 1 : 0)])
  }

  /// `,code,description,` with another description, which needs no quotes.
  func described(as text: String) -> [UInt8] { Array(",\(code),\(text),".utf8) }

  // MARK: -

  /// From this quantity on, the lower price holds.
  private static let many = 24

  private static func quoted(_ name: String) -> String {
    guard name.contains(where: { $0 == "," || $0 == "\"" }) else { return name }
    return "\"" + name.map { $0 == "\"" ? "\"\"" : String($0) }.joined() + "\""
  }

  /// The nearest price not above `pence` that ends in 5, and above a pound in 25, 45, 65, 75 or 95.
  private static func shopPrice(_ pence: Int) -> Int {
    guard pence >= 100 else { return max(15, pence / 10 * 10 + (pence % 10 >= 5 ? 5 : -5)) }
    let pounds = pence / 100 * 100
    for ending in [95, 75, 65, 45, 25] where pounds + ending <= pence { return pounds + ending }
    return pounds - 5
  }
}
