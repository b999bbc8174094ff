import Foundation
import Platform
import Testing

@Suite struct ClockTests {
  /// Against Foundation, over leap days and both ends of years, since the Gregorian calendar began.
  @Test func instantsReadAsTheyAreWritten() throws {
    var seconds = -12_212_553_600
    while seconds < 253_402_300_799 {
      let instant = Instant(microseconds: seconds * 1_000_000)
      let text = Date(timeIntervalSince1970: Double(seconds)).formatted(.iso8601)
      #expect(instant.description == text && Clock.read(text) == instant)
      seconds += 86_400 * 991 + 3607
    }
    for text in ["2024-02-29T00:00:00Z", "2000-02-29T23:59:59Z", "1999-12-31T23:59:59Z", "1970-01-01T00:00:00Z"] {
      #expect(Clock.read(text)?.description == text)
    }
  }

  @Test(arguments: [
    "", "2024-02-30T00:00:00Z", "2023-02-29T00:00:00Z", "1900-02-29T00:00:00Z", "2024-13-01T00:00:00Z",
    "2024-01-01T24:00:00Z", "2024-01-01T00:60:00Z", "2024-01-01 00:00:00Z", "2024-01-01T00:00:00", "2024-01-01",
    "2024-1-01T00:00:00ZZ", "tomorrow", "+024-01-01T00:00:00Z",
  ])
  func whatIsNoInstantIsRefused(text: String) { #expect(Clock.read(text) == nil) }
}
