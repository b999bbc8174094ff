/// What visitors of a made-up shop did over two months, in the shape of REES46's events.
public enum EventSales {
  /// The first row of a file.
  public static let header =
    "event_time,event_type,product_id,category_id,category_code,brand,price,user_id,user_session"

  /// What a data set holds.
  public struct Summary: Sendable, Hashable {
    /// Events that are purchases.
    public var purchases = 0
    /// Rows that are no events.
    public var malformed = 0
  }

  /// Generates `2019-Oct.csv` and `2019-Nov.csv`, in the order of time.
  ///
  /// - Parameters:
  ///   - rows: rows over both files.
  ///   - seed: the seed of every random choice.
  ///   - malformed: whether some rows, at most 25 a file, are no events. All others are as they are without.
  ///   - write: gets a file's name and its bytes, lot by lot.
  public static func generate(
    rows: Int, seed: UInt64, malformed: Bool = true, write: (_ fileName: String, _ bytes: [UInt8]) throws -> Void
  ) throws -> Summary {
    var random = RandomSource(seed: seed, purpose: 46)
    let categories = [
      "electronics.smartphone", "appliances.kitchen.washer", "computers.notebook", "", "apparel.shoes", "furniture.bed",
    ]
    let brands = ["samsung", "apple", "xiaomi", "", "bosch", "lucente", "lg"]
    let users = max(10, rows / 12)
    let months = [("2019-Oct.csv", "2019-10-", 31), ("2019-Nov.csv", "2019-11-", 30)]
    let spoilt = [
      "2019-10-10 10:00:00 UTC,view,1002003", "2019-10-32 10:00:00 UTC,view,1002003,1,a.b,acme,1.50,500000001,s-1",
      "2019-10-10 10:00:00 UTC,look,1002003,1,a.b,acme,1.50,500000001,s-1",
      "2019-10-10 10:00:00 UTC,view,1002003,1,a.b,acme,-1.50,500000001,s-1",
      "2019-10-10 10:00:00 UTC,cart,1002003,1,a.b,acme,1.50,,s-1",
      "2019-10-10 10:00:00 UTC,view,1002003,1,a.b,acme,1.50,500000001,s-1,one,more",
    ]
    var summary = Summary()
    for (index, (file, prefix, days)) in months.enumerated() {
      let count = index == 0 ? rows / 2 : rows - rows / 2
      let stride = max(100, count / 25)
      var bytes = Array((header + "\n").utf8)
      for row in 0..<count {
        let second = Int(Int64(row) * Int64(days) * 86_400 / Int64(max(1, count)))
        let draw = random.below(1 << 20)
        let user = draw * draw / ((1 << 20) * (1 << 20) / users)
        let product = random.below(30_000)
        let mixed = splitMix(UInt64(product))
        let kind = random.below(1_000)
        let isMalformed = malformed && row % stride == stride / 2
        let type = kind < 940 ? "view" : kind < 970 ? "cart" : kind < 980 ? "remove_from_cart" : "purchase"
        if isMalformed {
          summary.malformed += 1
          bytes.append(contentsOf: spoilt[row / stride % spoilt.count].utf8)
          bytes.append(UInt8(ascii: "\n"))
          continue
        }
        if kind >= 980 { summary.purchases += 1 }
        let session = splitMix(UInt64(user) << 24 ^ UInt64(index) << 20 ^ UInt64(second / 21_600))
        bytes.append(contentsOf: prefix.utf8)
        bytes.append(two: second / 86_400 + 1)
        bytes.append(UInt8(ascii: " "))
        bytes.append(two: second / 3_600 % 24)
        bytes.append(UInt8(ascii: ":"))
        bytes.append(two: second / 60 % 60)
        bytes.append(UInt8(ascii: ":"))
        bytes.append(two: second % 60)
        bytes.append(contentsOf: " UTC,".utf8)
        bytes.append(contentsOf: type.utf8)
        bytes.append(UInt8(ascii: ","))
        bytes.append(decimal: 1_000_000 + product)
        bytes.append(contentsOf: ",20530135526307".utf8)
        bytes.append(decimal: 10_000 + Int(mixed % 600))
        bytes.append(UInt8(ascii: ","))
        bytes.append(contentsOf: categories[Int(mixed % UInt64(categories.count))].utf8)
        bytes.append(UInt8(ascii: ","))
        bytes.append(contentsOf: brands[Int((mixed >> 8) % UInt64(brands.count))].utf8)
        bytes.append(UInt8(ascii: ","))
        let cents = 199 + Int((mixed >> 16) % 150_000)
        bytes.append(decimal: cents / 100)
        bytes.append(UInt8(ascii: "."))
        bytes.append(two: cents % 100)
        bytes.append(UInt8(ascii: ","))
        bytes.append(decimal: 500_000_000 + user)
        bytes.append(UInt8(ascii: ","))
        bytes.append(hexadecimal: session)
        bytes.append(UInt8(ascii: "-"))
        bytes.append(hexadecimal: splitMix(session))
        bytes.append(UInt8(ascii: "\n"))
        if bytes.count > 1 << 20 {
          try write(file, bytes)
          bytes.removeAll(keepingCapacity: true)
        }
      }
      try write(file, bytes)
    }
    return summary
  }
}

extension [UInt8] {
  fileprivate mutating func append(two value: Int) {
    append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: value / 10))
    append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: value % 10))
  }

  fileprivate mutating func append(hexadecimal value: UInt64) {
    for shift in stride(from: 60, through: 0, by: -4) {
      let digit = UInt8(truncatingIfNeeded: value >> UInt64(shift) & 15)
      append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
    }
  }
}
