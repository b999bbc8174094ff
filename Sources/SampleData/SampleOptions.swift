/// What to generate. Equal options give equal bytes, on any machine.
public struct SampleOptions: Sendable, Equatable {
  /// The numbers of lines that can be asked for.
  public static let lineRange = 1_000...100_000_000
  /// The fewest lines for each month of the history: with fewer, the orders would outnumber their lines.
  public static let fewestLinesPerMonth = 100
  /// The spans that can be asked for, in calendar months.
  public static let monthRange = 3...60

  /// Data rows over all files, headers not counted, malformed and duplicate rows counted.
  public var lines: Int
  /// The seed of every random choice.
  public var seed: UInt64
  /// The first day of the history; a file is written for it only if the shop is open.
  public var start: CalendarDay
  /// The length of the history in calendar months.
  public var months: Int
  /// Whether to mix in rows that a correct reader must reject.
  public var malformed: Bool

  /// Options, by default those of the standard sample: 60,000 lines over 18 months from 2024-01-01.
  public init(
    lines: Int = 60_000, seed: UInt64 = 42, start: CalendarDay = CalendarDay(number: 19_723), months: Int = 18,
    malformed: Bool = true
  ) {
    self.lines = lines
    self.seed = seed
    self.start = start
    self.months = months
    self.malformed = malformed
  }

  /// Checks that a sample can be made.
  /// - Throws: `SampleError` naming the option that is out of range, or those that do not go together.
  public func validate() throws {
    guard Self.lineRange.contains(lines) else { throw SampleError.lines(lines) }
    guard Self.monthRange.contains(months) else { throw SampleError.months(months) }
    guard lines >= months * Self.fewestLinesPerMonth else { throw SampleError.tooSparse(lines: lines, months: months) }
    guard (1900..<2200).contains(start.components.year) else { throw SampleError.noSuchDay("\(start)") }
  }
}
