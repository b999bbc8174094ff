import Analytics
import Testing

@Suite("Steps of a study")
struct CalendarStepTests {
  @Test(
    "What a step is read from, and written as",
    arguments: [
      ("1 month", "1 month", "1 mois"), ("2 weeks", "2 weeks", "2 semaines"), ("30 days", "30 days", "30 jours"),
      ("7 DAYS", "7 days", "7 jours"), ("month", "1 month", "1 mois"), ("1 week", "1 week", "1 semaine"),
    ])
  func parsing(text: String, english: String, french: String) throws {
    let step = try CalendarStep(parsing: text)
    #expect(step.description == english)
    #expect(step.frenchText(steps: 1) == french)
    #expect(try CalendarStep(parsing: step.description) == step)
  }

  @Test(
    "What is no step", arguments: ["", "0 days", "-1 month", "fortnight", "1", "1.5 weeks", "1 2 days", "99999 days"])
  func invalid(text: String) {
    #expect(throws: AnalyticsError.self) { try CalendarStep(parsing: text) }
  }

  @Test("Month ends do not decay: each instant is counted from the origin")
  func monthEnds() throws {
    let origin = try #require(CivilDate(parsing: "2011-01-31")).instant
    let step = try CalendarStep(parsing: "1 month")
    let dates = (0...4).map { CivilDate(instant: step.instant($0, after: origin)).description }
    #expect(dates == ["2011-01-31", "2011-02-28", "2011-03-31", "2011-04-30", "2011-05-31"])
  }

  @Test("Days and weeks are exact, years count their steps")
  func spans() throws {
    let twoWeeks = try CalendarStep(parsing: "2 weeks")
    #expect(twoWeeks.instant(3, after: 10) == 10 + 42 * Instant.microsecondsPerDay)
    #expect(abs(twoWeeks.perYear - 26.089) < 1e-3)
    #expect(try CalendarStep(parsing: "3 months").perYear == 4)
    #expect(twoWeeks.everyText(steps: 2) == "4 weeks")
    #expect(try CalendarStep(parsing: "month").everyText(steps: 1) == "month")
    #expect(try CalendarStep(parsing: "week").frenchEveryText(steps: 1) == "toutes les semaines")
  }

  @Test("Windows and first instants are read and written back")
  func windowsAndStarts() throws {
    for text in ["cumulative", "rolling 12 months", "rolling 1 month"] {
      #expect(try HistoryWindow(parsing: text).description == text)
    }
    #expect(try HistoryWindow(parsing: "6 months") == .rolling(months: 6))
    for text in ["50%", "33.5%", "2011-06-01"] { #expect(try StudyStart(parsing: text).description == text) }
    for text in ["0%", "100%", "half", "0.5", "2011-02-30"] {
      #expect(throws: AnalyticsError.self) { try StudyStart(parsing: text) }
    }
    #expect(throws: AnalyticsError.self) { try HistoryWindow(parsing: "rolling 0 months") }
    let day = Instant.microsecondsPerDay
    #expect(StudyStart.share(0.5).instant(first: 5, last: 10 * day + 7 * day / 2) == 6 * day)
  }
}
