/// Lines that are events.
struct EventPattern: LinePattern {
  private enum Column {
    case time, type, needed, price, free
  }

  private let columns: [Column]

  /// For files whose columns are called so, in their order; nil for one that is not used.
  init(_ columns: [String?]) {
    self.columns = columns.map { name in
      switch name {
      case "event_time": .time
      case "event_type": .type
      case "product_id", "user_id": .needed
      case "price": .price
      default: .free
      }
    }
  }

  func matches(_ line: UnsafeRawBufferPointer) -> Bool {
    var end = line.count
    if end > 0, line[end - 1] == 0x0D { end -= 1 }
    var start = 0
    for (index, column) in columns.enumerated() {
      var stop = start
      var odd: UInt8 = 0
      while stop < end, line[stop] != UInt8(ascii: ",") {
        // Only ASCII without quotes is what it looks like.
        odd |= line[stop] & 0x80 | (line[stop] == UInt8(ascii: "\"") ? 1 : 0)
        stop += 1
      }
      guard odd == 0, stop < end || index == columns.count - 1 else { return false }
      let field = UnsafeRawBufferPointer(rebasing: line[start..<stop])
      switch column {
      case .time: if !Self.isTime(field) { return false }
      case .type: if !Self.isType(field) { return false }
      case .needed: if field.isEmpty { return false }
      case .price: if !Self.isPrice(field) { return false }
      case .free: break
      }
      start = stop + 1
    }
    return start == end + 1
  }

  /// Year, month, day, hour, minute and second; days that not every month has are left to the engine.
  private static func isTime(_ field: UnsafeRawBufferPointer) -> Bool {
    let shape: StaticString = "0000-00-00 00:00:00 UTC"
    guard field.count == shape.utf8CodeUnitCount else { return false }
    for (index, byte) in field.enumerated() {
      let wanted = shape.utf8Start[index]
      guard wanted == UInt8(ascii: "0") ? byte &- 48 < 10 : byte == wanted else { return false }
    }
    func two(_ index: Int) -> Int { Int(field[index] - 48) * 10 + Int(field[index + 1] - 48) }
    let year = two(0) * 100 + two(2)
    let (month, day) = (two(5), two(8))
    return (1990...2200).contains(year) && (1...12).contains(month)
      && (1...(month == 2 ? 28 : [4, 6, 9, 11].contains(month) ? 30 : 31)).contains(day)
      && two(11) < 24 && two(14) < 60 && two(17) < 60
  }

  private static func isType(_ field: UnsafeRawBufferPointer) -> Bool {
    func equals(_ word: StaticString) -> Bool {
      field.count == word.utf8CodeUnitCount && field.indices.allSatisfy { field[$0] == word.utf8Start[$0] }
    }
    return equals("view") || equals("cart") || equals("purchase") || equals("remove_from_cart")
  }

  /// Digits, and perhaps a point and more digits.
  private static func isPrice(_ field: UnsafeRawBufferPointer) -> Bool {
    var points = 0
    for byte in field where byte &- 48 >= 10 {
      guard byte == UInt8(ascii: ".") else { return false }
      points += 1
    }
    guard let first = field.first, let last = field.last else { return false }
    return field.count < 14 && points < 2 && first != UInt8(ascii: ".") && last != UInt8(ascii: ".")
  }
}
