import Analytics
import Testing

@Suite("Studies that cannot be")
struct StabilityRefusalTests {
  private func refusal(_ change: (inout StabilityParameters) throws -> Void) throws -> String {
    var parameters = try SyntheticHistory.parameters()
    try change(&parameters)
    let history = try SyntheticHistory.make()
    let error = #expect(throws: AnalyticsError.self) {
      try StabilityStudy.run(history: history, parameters: parameters)
    }
    return error?.description ?? ""
  }

  @Test("A history too short says so and names the mend")
  func tooShort() throws {
    let message = try refusal { $0.asOf = SyntheticHistory.first.adding(months: 6).instant + 5 }
    #expect(message.contains("leaves no whole step of 1 month after a first fit on 2010-07-01"))
    #expect(message.contains("choose an earlier stability.initial or a shorter stability.step"))
    let late = try refusal { $0.initial = .date(SyntheticHistory.first.adding(months: 60)) }
    #expect(late.contains("leaves no whole step"))
  }

  @Test("A step too fine is refused before hours are spent on it")
  func tooManySteps() throws {
    let message = try refusal {
      $0.step = try CalendarStep(parsing: "1 day")
      $0.asOf += 2000 * Instant.microsecondsPerDay
    }
    #expect(message.contains("stability.step of 1 day makes more than 1000 steps"))
  }

  @Test("Too few customers say when and how many")
  func tooFew() throws {
    let early = try refusal { $0.initial = .date(SyntheticHistory.first) }
    #expect(early.contains("only 0 customers are known on 2010-01-01, too few for 2 clusters"))
    let many = try refusal { $0.kmeans.clusters = 500 }
    #expect(many.contains("only 120 customers are known on 2010-07-01"))
  }

  @Test("Fewer distinct customers than clusters name the instant")
  func notDistinct() throws {
    let message = try refusal {
      $0.features = [.purchases(.distinctProducts)]
      $0.kmeans.clusters = 3
    }
    #expect(message.contains("2010-07-01"))
  }

  @Test("No line before as_of")
  func empty() throws {
    #expect(try refusal { $0.asOf = 0 }.contains("no line before 1970-01-01"))
  }

  @Test("Parameters out of range are named")
  func parameters() throws {
    #expect(try refusal { $0.threshold = 0 }.contains("stability.threshold"))
    #expect(try refusal { $0.threshold = 1.2 }.contains("stability.threshold"))
    #expect(try refusal { $0.origins = 0 }.contains("stability.origins"))
    #expect(try refusal { $0.noiseSeeds = 0 }.contains("stability.noise_seeds"))
    #expect(try refusal { $0.costPerRefit = -1 }.contains("stability.cost_per_refit"))
    #expect(try refusal { $0.kmeans.clusters = 1 }.contains("kmeans.k"))
    #expect(try refusal { $0.features = [] }.contains("kmeans.features"))
  }

  @Test(
    "Origins lie on the grid and leave half of it to follow",
    arguments: [
      (1, 4, [0]), (2, 4, [0, 1]), (6, 4, [0, 1, 2, 3]), (6, 2, [0, 3]), (12, 4, [0, 2, 4, 6]), (12, 1, [0]),
      (9, 3, [0, 2, 4]),
    ])
  func origins(steps: Int, asked: Int, expected: [Int]) throws {
    let step = try CalendarStep(parsing: "1 week")
    let grid = try StudyGrid(
      first: 0, last: 1, asOf: step.instant(steps, after: 0) + 1, initial: .date(CivilDate(instant: 0)), step: step,
      origins: asked)
    #expect(grid.steps == steps)
    #expect(grid.origins == expected)
  }
}
