/// What the shop sells: the same for every seed, as seeds stand for customers, not for shops.
struct Catalogue {
  let products: [Product]
  /// Products often bought together, the most frequent first: variants of one thing.
  let bundles: [[Int32]]
  /// Products no longer on sale when the data starts; seen only in returns.
  let discontinued: [Product]

  /// Products drawn at random from here follow their popularity; a power of two in length.
  private let everyday: [UInt16]
  private let christmas: [UInt16]
  private let bundleDraw: [UInt16]

  init() {
    var random = RandomSource(seed: 0, purpose: 3)
    var codes = (0..<900).map { 31_000 + $0 * 17 }
    random.shuffle(&codes)
    func nextCode() -> String { "\(codes.removeLast())" }

    var products = Words.awkward.map { Product(code: nextCode(), name: $0.name, pence: $0.pence) }
    var families: [[Int32]] = []
    var seasonal = Self.pairs(Words.christmasThings, &random)
    var ordinary = Self.pairs(Words.things, &random)
    while products.count < Self.size {
      let isChristmas = products.count % 7 == 0
      let (motif, thing) = isChristmas ? seasonal.removeLast() : ordinary.removeLast()
      let code = nextCode()
      let pence = thing.pence * random.within(80...125) / 100
      let variants = random.below(20) < 9 ? 1 : random.within(2...3)
      var colours = Words.colours
      random.shuffle(&colours)
      let family = (0..<variants).map { variant in
        Product(
          code: variants == 1 ? code : code + ["A", "B", "C"][variant],
          name: variants == 1 ? "\(motif) \(thing.name)" : "\(colours[variant]) \(motif) \(thing.name)", pence: pence,
          isChristmas: isChristmas)
      }
      if variants > 1, !isChristmas { families.append(family.indices.map { Int32(products.count + $0) }) }
      products += family
    }
    self.discontinued = (0..<12).map { index in
      Product(
        code: nextCode(), name: "\(Words.motifs[index]) \(Words.things[index * 3].name) OLD STYLE",
        pence: Words.things[index * 3].pence)
    }

    // Cheap things sell best, with exceptions: rank by price times chance. A bundle's members are in the middle, so
    // that being bought together stands out.
    let keys = products.map { Int($0.pence[0]) * random.within(20...180) }
    let ranking = products.indices.sorted { (keys[$0], $0) < (keys[$1], $1) }
    var popularity = [Int](repeating: 0, count: products.count)
    for (rank, product) in ranking.enumerated() { popularity[product] = 1_000_000 / (rank + 18) }
    random.shuffle(&families)
    self.bundles = Array(families.prefix(24))
    for product in bundles.joined() { popularity[Int(product)] = 1_000_000 / 220 }

    self.everyday = Self.table(
      products.indices.map { products[$0].isChristmas ? popularity[$0] / 12 : popularity[$0] }, size: 16_384)
    self.christmas = Self.table(
      products.indices.map { products[$0].isChristmas ? popularity[$0] * 3 : popularity[$0] }, size: 16_384)
    self.bundleDraw = Self.table(bundles.indices.map { 1_000 / ($0 + 8) }, size: 1_024)
    self.products = products
  }

  /// A product, by popularity at that time of the year.
  func draw(_ random: inout RandomSource, christmas isChristmas: Bool) -> Int {
    let place = Int(truncatingIfNeeded: random.next() >> 50)
    return Int(isChristmas ? christmas[place] : everyday[place])
  }

  /// One of the products that a customer prefers: the same dozen every time, popular ones more often.
  func favourite(of customer: Int, seed: UInt64, _ random: inout RandomSource) -> Int {
    let slot = UInt64(random.below(12))
    return Int(everyday[Int(splitMix(seed &+ UInt64(customer) &* 16 &+ slot) >> 50)])
  }

  /// A bundle, the frequent ones more often.
  func drawBundle(_ random: inout RandomSource) -> [Int32] {
    bundles[Int(bundleDraw[Int(truncatingIfNeeded: random.next() >> 54)])]
  }

  // MARK: -

  private static let size = 480

  /// Every motif with every thing, in random order.
  private static func pairs(
    _ things: [(name: String, pence: Int)], _ random: inout RandomSource
  ) -> [(String, (name: String, pence: Int))] {
    var pairs = Words.motifs.flatMap { motif in things.map { (motif, $0) } }
    random.shuffle(&pairs)
    return pairs
  }

  /// Each index in proportion to its weight.
  private static func table(_ weights: [Int], size: Int) -> [UInt16] {
    let total = weights.reduce(0, +)
    var table: [UInt16] = []
    table.reserveCapacity(size)
    var cumulative = 0
    for (index, weight) in weights.enumerated() {
      cumulative += weight
      while table.count < size * cumulative / total { table.append(UInt16(index)) }
    }
    return table
  }
}
