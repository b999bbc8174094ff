import Analytics
import Testing

@Suite("Scenarios") struct ScenarioTests {
  private let baseline = ScenarioBaseline(
    revenue: 1000,
    ages: [
      .init(retention: 1, revenuePerActive: 50), .init(retention: 0.4, revenuePerActive: 40),
      .init(retention: 0.8, revenuePerActive: 30),
    ])

  @Test("No lever changes nothing, to the bit")
  func nothing() {
    let outcome = ScenarioOutcome(ScenarioLevers(), to: baseline)
    #expect(outcome.revenue == 1000)
    #expect(outcome.retention == 0.4)
    #expect(outcome.value == baseline.value)
    let expected: Double = 50 + 0.4 * 40 + 0.8 * 30
    #expect(baseline.value == expected)
  }

  @Test("Revenue × (1 + Δm)(1 − discount) × r′/r, and the curve raised with it but never past 1")
  func byHand() {
    let outcome = ScenarioOutcome(ScenarioLevers(retention: 0.5, margin: 0.1, discount: 0.2), to: baseline)
    let (revenue, value): (Double, Double) = (1000 * 1.1 * 0.8 * 1.5, 104 * 1.1 * 0.8)
    #expect(abs(outcome.revenue - revenue) < 1e-9)
    #expect(abs((outcome.retention ?? 0) - 0.6) < 1e-15)
    #expect(abs((outcome.value ?? 0) - value) < 1e-9)
  }

  @Test("Retention stays between 0 and 1; where it is 0 or not known its lever has no effect")
  func bounds() {
    let high = ScenarioOutcome(ScenarioLevers(retention: 9), to: baseline)
    #expect(high.retention == 1 && abs(high.revenue - 2500) < 1e-9)
    let low = ScenarioOutcome(ScenarioLevers(retention: -1), to: baseline)
    #expect(low.retention == 0 && low.revenue == 0 && low.value == 50)
    let unknown = ScenarioOutcome(
      ScenarioLevers(retention: 1, margin: 0.5), to: ScenarioBaseline(revenue: 10, ages: []))
    #expect(unknown.revenue == 15 && unknown.retention == nil && unknown.value == nil)
    let zero = ScenarioOutcome(
      ScenarioLevers(retention: 1),
      to: ScenarioBaseline(
        revenue: 10, ages: [.init(retention: 1, revenuePerActive: 5), .init(retention: 0, revenuePerActive: 0)]))
    #expect(zero.revenue == 10 && zero.retention == 0 && zero.value == 5)
  }
}
