internal import Glibc

/// A point in time: microseconds since 1970-01-01 00:00 UTC.
public struct Instant: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// Microseconds since 1970 UTC.
  public var microseconds: Int

  /// Makes an instant.
  public init(microseconds: Int) { self.microseconds = microseconds }

  /// The clock's time.
  public static var now: Instant {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Instant(microseconds: time.tv_sec * 1_000_000 + time.tv_nsec / 1000)
  }

  public static func < (a: Instant, b: Instant) -> Bool { a.microseconds < b.microseconds }

  /// Year, month, day, hour, minute, second in UTC.
  private var fields: (year: Int, month: Int, day: Int, hour: Int, minute: Int, second: Int) {
    var seconds = time_t(microseconds >= 0 ? microseconds / 1_000_000 : -((999_999 - microseconds) / 1_000_000))
    var parts = tm()
    gmtime_r(&seconds, &parts)
    return (
      Int(parts.tm_year) + 1900, Int(parts.tm_mon) + 1, Int(parts.tm_mday), Int(parts.tm_hour), Int(parts.tm_min),
      Int(parts.tm_sec)
    )
  }

  /// ISO 8601 in UTC to the second: `2026-01-31T03:00:00Z`.
  public var description: String {
    let f = fields
    return "\(pad(f.year, 4))-\(pad(f.month))-\(pad(f.day))T\(pad(f.hour)):\(pad(f.minute)):\(pad(f.second))Z"
  }

  /// ISO 8601 in UTC to the millisecond: `2026-01-31T03:00:00.250Z`.
  public var precise: String {
    let part = ((microseconds % 1_000_000) + 1_000_000) % 1_000_000
    return description.dropLast() + ".\(pad(part / 1000, 3))Z"
  }

  /// Reads `description`, `precise` or the start of `compact` back; nil where the text is none of them.
  public init?(stamp text: some StringProtocol) {
    let bytes = Array(text.utf8)
    let isCompact = bytes.count > 8 && bytes[8] == UInt8(ascii: "T")
    let pattern = isCompact ? "ddddddddTdddddd" : "dddd-dd-ddTdd:dd:dd"
    guard bytes.count >= pattern.utf8.count else { return nil }
    var digits: [Int] = []
    for (byte, sign) in zip(bytes, pattern.utf8) {
      if sign != UInt8(ascii: "d") {
        guard byte == sign else { return nil }
      } else {
        guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
        digits.append(Int(byte - 48))
      }
    }
    func number(_ range: Range<Int>) -> Int { digits[range].reduce(0) { $0 * 10 + $1 } }
    var parts = tm()
    parts.tm_year = Int32(number(0..<4) - 1900)
    parts.tm_mon = Int32(number(4..<6) - 1)
    parts.tm_mday = Int32(number(6..<8))
    parts.tm_hour = Int32(number(8..<10))
    parts.tm_min = Int32(number(10..<12))
    parts.tm_sec = Int32(number(12..<14))
    let fraction = bytes.dropFirst(pattern.utf8.count).prefix(4)
    let hasFraction =
      fraction.count == 4 && fraction.first == UInt8(ascii: ".")
      && fraction.dropFirst().allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    let thousandths = hasFraction ? fraction.dropFirst().reduce(0) { $0 * 10 + Int($1 - 48) } : 0
    microseconds = timegm(&parts) * 1_000_000 + thousandths * 1000
  }

  /// ISO 8601 basic form in UTC, fit for a file name and sorting by time: `20260131T030000Z`.
  public var compact: String {
    let f = fields
    return "\(pad(f.year, 4))\(pad(f.month))\(pad(f.day))T\(pad(f.hour))\(pad(f.minute))\(pad(f.second))Z"
  }

  private func pad(_ value: Int, _ width: Int = 2) -> String {
    let digits = String(value)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
