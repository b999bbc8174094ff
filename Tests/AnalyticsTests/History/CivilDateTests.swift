import Analytics
import Testing

@Suite("Civil dates")
struct CivilDateTests {
  @Test("Every day of eight centuries follows the one before")
  func walk() throws {
    var expected = (year: 1600, month: 1, day: 1)
    let start = try #require(CivilDate(year: 1600, month: 1, day: 1)).daysSinceEpoch
    for days in start..<(start + 2 * 146_097) {
      let date = CivilDate(daysSinceEpoch: days)
      guard (date.year, date.month, date.day) == expected, date.daysSinceEpoch == days else {
        Issue.record("day \(days) became \(date), back to \(date.daysSinceEpoch)")
        return
      }
      expected.day += 1
      if expected.day > CivilDate.days(inMonth: expected.month, of: expected.year) {
        expected = expected.month == 12 ? (expected.year + 1, 1, 1) : (expected.year, expected.month + 1, 1)
      }
    }
    #expect(expected == (2400, 1, 1))
  }

  @Test(
    "Known days", arguments: [("1970-01-01", 0), ("2000-03-01", 11_017), ("2011-12-09", 15_317), ("1969-12-31", -1)])
  func known(text: String, days: Int) throws {
    let date = try #require(CivilDate(parsing: text))
    #expect(date.daysSinceEpoch == days)
    #expect(date.description == text)
    #expect(CivilDate(instant: date.instant) == date)
    #expect(CivilDate(instant: date.instant + 86_399_999_999) == date)
    #expect(CivilDate(instant: date.instant - 1).daysSinceEpoch == days - 1)
  }

  @Test(
    "What is no date",
    arguments: [
      "2011-02-29", "2011-13-01", "2011-00-10", "2011-1-01", "11-01-01", "2011/01/01", "2011-01-32", "", "+011-01-01",
    ])
  func invalid(text: String) {
    #expect(CivilDate(parsing: text) == nil)
  }

  @Test(
    "Months are counted to the month's end",
    arguments: [
      ("2011-01-31", 1, "2011-02-28"), ("2012-01-31", 1, "2012-02-29"), ("2011-03-31", -1, "2011-02-28"),
      ("2011-12-15", 1, "2012-01-15"), ("2011-01-15", -1, "2010-12-15"), ("2011-05-31", -18, "2009-11-30"),
      ("2000-02-29", 1200, "2100-02-28"), ("2011-08-31", 0, "2011-08-31"),
    ])
  func addingMonths(from: String, months: Int, to: String) throws {
    let date = try #require(CivilDate(parsing: from))
    #expect(date.adding(months: months).description == to)
    // The time of day stays.
    #expect(Instant.adding(months: months, to: date.instant + 5) == date.adding(months: months).instant + 5)
  }

  @Test("Whole days round towards the past")
  func wholeDays() {
    let day = Instant.microsecondsPerDay
    #expect(Instant.wholeDays(from: 0, to: day - 1) == 0)
    #expect(Instant.wholeDays(from: 0, to: day) == 1)
    #expect(Instant.wholeDays(from: 1, to: 0) == -1)
    #expect(Instant.startOfDay(-1) == -day)
    #expect(Instant.startOfDay(day + 7) == day)
  }
}
