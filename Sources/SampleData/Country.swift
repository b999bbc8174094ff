/// Where customers are.
struct Country {
  let name: String
  /// Customers of the country, in thousandths.
  let share: Int

  /// The countries, the home market first.
  static let all = [
    Country(name: "United Kingdom", share: 874),
    Country(name: "Germany", share: 28),
    Country(name: "France", share: 26),
    Country(name: "EIRE", share: 14),
    Country(name: "Spain", share: 10),
    Country(name: "Netherlands", share: 9),
    Country(name: "Belgium", share: 9),
    Country(name: "Switzerland", share: 8),
    Country(name: "Portugal", share: 7),
    Country(name: "Australia", share: 5),
    Country(name: "Norway", share: 4),
    Country(name: "Italy", share: 4),
    Country(name: "Channel Islands", share: 2),
  ]

  /// A country drawn by its share.
  static func draw(_ random: inout RandomSource) -> UInt8 {
    var left = random.below(1_000)
    for (index, country) in all.enumerated() {
      left -= country.share
      if left < 0 { return UInt8(index) }
    }
    return 0
  }
}
