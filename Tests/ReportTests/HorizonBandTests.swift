import Report
import Testing

@Suite("Bands over origins")
struct HorizonBandTests {
  private func row(_ origin: Int, _ horizon: Int, _ ari: Double, strategy: String = "never") -> ReportModel.PathRow {
    ReportModel.PathRow(
      strategy: strategy, window: "cumulative", origin: "2024-0\(origin)-01", at: "2024-09-01", horizonSteps: horizon,
      ari: ari, noiseARI: origin == 1 ? nil : ari / 2, movedShare: 1 - ari)
  }

  @Test("Quantiles are linear, per horizon, over the origins that reach it")
  func quantiles() {
    let path = [
      row(1, 2, 0.5), row(1, 1, 0.9), row(2, 1, 0.7), row(3, 1, 0.8), row(4, 1, 0.6), row(5, 1, 1.0), row(6, 1, .nan),
      row(1, 1, 0.1, strategy: "every_2"),
    ]
    let bands = HorizonBand.bands(path)
    #expect(bands.map(\.strategy) == ["never", "never", "every_2"])
    #expect(bands.map(\.horizon) == [1, 2, 1])
    #expect(bands.map(\.origins) == [5, 1, 1])
    #expect(abs(bands[0].median - 0.8) < 1e-12)
    #expect(abs(bands[0].p10 - 0.64) < 1e-12)
    #expect(bands[0].minimum == 0.6 && bands[0].maximum == 1.0)
    #expect(abs((bands[0].noise ?? 0) - 0.375) < 1e-12)
    #expect(bands[1].noise == nil && bands[1].median == 0.5 && bands[1].p10 == 0.5)
    #expect(HorizonBand.bands([]).isEmpty && HorizonBand.paths([]).isEmpty)
  }

  @Test("Customers that would move are a mean; strategies are compared from the origin that all begin at")
  func firstOrigin() {
    let path = [row(1, 1, 0.9), row(2, 1, 0.7), row(3, 1, 0.2), row(1, 1, 0.9, strategy: "every_2"), row(1, 2, 0.5)]
    let bands = HorizonBand.bands(path)
    #expect(abs((bands[0].moved ?? 0) - 0.4) < 1e-12)
    let paths = HorizonBand.paths(path)
    #expect(paths.map(\.strategy) == ["never", "never", "every_2"])
    #expect(paths.map(\.median) == [0.9, 0.5, 0.9] && paths.allSatisfy { $0.origins == 1 })
  }
}
