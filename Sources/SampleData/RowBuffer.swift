/// The bytes of one day's file. The parts that the rows of an invoice share are made once per invoice.
struct RowBuffer {
  private(set) var bytes: [UInt8] = []
  private var head: [UInt8] = []
  private var stamp: [UInt8] = []
  private var tail: [UInt8] = []
  private var date: [UInt8] = []

  /// Starts a new file.
  mutating func begin(_ date: CalendarDay) {
    bytes.removeAll(keepingCapacity: true)
    bytes.append(contentsOf: SampleGenerator.header.utf8)
    bytes.append(newline)
    self.date = Array(",\(date) ".utf8)
  }

  /// Starts an invoice; `customer` as it is to stand in the file, empty for none.
  mutating func begin(invoice: Int, cancels: Bool = false, minute: Int, customer: Int?, decimal: Bool, country: String)
  {
    head.removeAll(keepingCapacity: true)
    if cancels { head.append(UInt8(ascii: "C")) }
    head.append(decimal: invoice)
    stamp.removeAll(keepingCapacity: true)
    stamp.append(contentsOf: date)
    stamp.append(twoDigits: minute / 60)
    stamp.append(UInt8(ascii: ":"))
    stamp.append(twoDigits: minute % 60)
    stamp.append(contentsOf: ":00,".utf8)
    tail.removeAll(keepingCapacity: true)
    tail.append(comma)
    if let customer {
      tail.append(decimal: customer)
      if decimal { tail.append(contentsOf: ".0".utf8) }
    }
    tail.append(comma)
    tail.append(contentsOf: country.utf8)
    tail.append(newline)
  }

  /// A row of the current invoice; `product` is `,code,description,`.
  mutating func row(_ product: [UInt8], quantity: Int, pence: Int) {
    bytes.append(contentsOf: head)
    bytes.append(contentsOf: product)
    bytes.append(decimal: quantity)
    bytes.append(contentsOf: stamp)
    bytes.append(pounds: pence)
    bytes.append(contentsOf: tail)
  }

  /// A row of the current invoice that no reader can accept.
  mutating func row(malformed kind: Malformation, _ product: [UInt8], quantity: Int, pence: Int, year: Int) {
    if kind != .noInvoice { bytes.append(contentsOf: head) }
    bytes.append(contentsOf: product)
    if kind == .tooFewColumns {
      bytes.append(decimal: quantity)
      bytes.append(newline)
      return
    }
    if kind == .wordForQuantity { bytes.append(contentsOf: "about ".utf8) }
    bytes.append(decimal: quantity)
    switch kind {
    case .impossibleDate: bytes.append(contentsOf: ",\(year)-02-30 10:15:00,".utf8)
    case .wordForDate: bytes.append(contentsOf: ",yesterday,".utf8)
    default: bytes.append(contentsOf: stamp)
    }
    if kind == .negativePrice { bytes.append(UInt8(ascii: "-")) }
    bytes.append(pounds: pence)
    if kind == .tooManyColumns { bytes.append(contentsOf: ",GBP".utf8) }
    bytes.append(contentsOf: tail)
  }
}

private let comma = UInt8(ascii: ",")
private let newline = UInt8(ascii: "\n")

extension [UInt8] {
  /// A whole number in decimal digits.
  mutating func append(decimal value: Int) {
    if value < 0 { append(UInt8(ascii: "-")) }
    var rest = value.magnitude
    let first = count
    repeat {
      append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10))
      rest /= 10
    } while rest > 0
    var (low, high) = (first, count - 1)
    while low < high {
      swapAt(low, high)
      low += 1
      high -= 1
    }
  }

  /// A number of 0...99 in two digits.
  fileprivate mutating func append(twoDigits value: Int) {
    append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: value / 10))
    append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: value % 10))
  }

  /// Pence as pounds, the way the original writes them: `2.55`, `2.1`, `3.0`.
  fileprivate mutating func append(pounds pence: Int) {
    append(decimal: pence / 100)
    append(UInt8(ascii: "."))
    let (tenths, hundredths) = (pence / 10 % 10, pence % 10)
    append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: tenths))
    if hundredths > 0 { append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: hundredths)) }
  }
}
