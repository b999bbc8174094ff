import Foundation

/// 600 customers who buy and leave much as BG/NBD assumes, from a generator so plain that any language can repeat it.
struct SyntheticCustomers {
  var repeats: [Int64] = []
  var lastDays: [Int64] = []
  var ageDays: [Int64] = []
  var means: [Double?] = []

  private var state: Int64

  /// - Parameter leaving: the greatest probability of leaving after a purchase.
  init(leaving: Double = 1, seed: Int64 = 20_240_607) {
    state = seed
    for _ in 0..<600 {
      let age = 140 + Int64(next() * 220)
      let rate = -log(next()) / 40
      let leave = leaving * next() * next()
      var time = 0.0
      var count: Int64 = 0
      var last: Int64 = 0
      while true {
        if next() < leave, count > 0 { break }
        time += -log(next()) / rate
        let day = Int64(time)
        if day > age { break }
        if day > last {
          count += 1
          last = day
        }
      }
      let mean = 20 * exp(0.6 * (next() + next() + next() - 1.5))
      var cents = 0.0
      for _ in 0..<count { cents += (mean * exp(0.8 * (next() + next() - 1)) * 100).rounded(.toNearestOrEven) }
      repeats.append(count)
      lastDays.append(last)
      ageDays.append(age)
      means.append(count > 0 ? cents / 100 / Double(count) : nil)
    }
  }

  private mutating func next() -> Double {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return (Double(state >> 7) + 0.5) / 16_777_216
  }
}
