import SampleData
import Testing

@Suite("The calendar of a sample")
struct CalendarDayTests {
  @Test("knows its days")
  func known() throws {
    #expect(try CalendarDay(iso: "1970-01-01").number == 0)
    #expect(try CalendarDay(iso: "2024-01-01") == SampleOptions().start)
    #expect(try CalendarDay(year: 2000, month: 2, day: 29).number == 11_016)
    #expect(try CalendarDay(iso: "2024-01-01").weekday == 0)
    #expect(try CalendarDay(iso: "2024-02-29").description == "2024-02-29")
    #expect(CalendarDay(number: -1).description == "1969-12-31")
  }

  @Test("counts forth and back without a gap")
  func roundTrip() throws {
    let (first, last) = (try CalendarDay(iso: "1900-01-01").number, try CalendarDay(iso: "2199-12-31").number)
    #expect(last - first + 1 == 300 * 365 + 73)
    for number in first...last {
      let (year, month, day) = CalendarDay(number: number).components
      #expect(try CalendarDay(year: year, month: month, day: day).number == number)
    }
  }

  @Test("adds months, staying within the month")
  func months() throws {
    #expect(try CalendarDay(iso: "2024-01-31").adding(months: 1).description == "2024-02-29")
    #expect(try CalendarDay(iso: "2024-01-01").adding(months: 18).description == "2025-07-01")
    #expect(try CalendarDay(iso: "2024-11-30").adding(months: 3).description == "2025-02-28")
  }

  @Test(
    "refuses other texts",
    arguments: [
      "", "2024-02-30", "2023-02-29", "2024-13-01", "2024-00-10", "2024-1-1", "24-01-01", "2024/01/01", "1899-12-31",
    ])
  func refuses(text: String) {
    #expect(throws: SampleError.noSuchDay(text)) { try CalendarDay(iso: text) }
  }
}
