import Analytics
import Testing

@Suite("Population stability index")
struct PopulationStabilityTests {
  @Test("The known value, from shares and from counts")
  func knownValue() throws {
    let even = [0.25, 0.25, 0.25, 0.25]
    #expect(abs(try PopulationStability.index(shares: even, [0.2, 0.2, 0.3, 0.3]) - 0.040547) < 5e-7)
    #expect(abs(try PopulationStability.index(counts: [25, 25, 25, 25], [40, 40, 60, 60]) - 0.040547) < 5e-7)
  }

  @Test("An empty bin is smoothed, on either side, and stays finite")
  func emptyBins() throws {
    let gone = try PopulationStability.index(counts: [50, 50], [100, 0])
    let new = try PopulationStability.index(counts: [100, 0], [50, 50])
    // Shares with half a point more in each bin: 50.5/101 and 100.5/101, 0.5/101.
    #expect(abs(gone - 2.6254) < 1e-3)
    #expect(abs(new - gone) < 1e-12)
  }

  @Test("Equal distributions give 0, even with an empty bin")
  func equal() throws {
    #expect(try PopulationStability.index(counts: [3, 0, 7], [6, 0, 14]) == 0)
    let values = (0..<100).map { Double($0 % 17) }
    #expect(try PopulationStability.index(values: values, values) == 0)
  }

  @Test("A feature that was constant drifts when it changes")
  func constantReference() throws {
    let ones = [Double](repeating: 1, count: 200)
    #expect(try PopulationStability.index(values: ones, ones) == 0)
    #expect(try PopulationStability.index(values: ones, ones.map { $0 + 1 }) > 1)
    #expect(try PopulationStability.index(values: ones, ones.map { $0 - 1 }) > 1)
  }

  @Test("Bins hold equal shares, equal values never part")
  func bins() throws {
    let spread = try QuantileBins((1...100).map(Double.init), count: 4)
    #expect(spread.limits == [25.75, 50.5, 75.25])
    #expect(spread.counts((1...100).map(Double.init)) == [25, 25, 25, 25])
    let tied = try QuantileBins([1, 1, 1, 1, 1, 1, 1, 1, 2, 9], count: 10)
    #expect(tied.count < 10)
    // Below the lowest value there is a bin of its own, for values that the reference never had.
    #expect(tied.counts([1, 1, 1, 1, 1, 1, 1, 1, 2, 9]).prefix(2) == [0, 8])
    #expect(tied.counts([0.5])[0] == 1)
  }

  @Test("What cannot be compared is refused")
  func refusals() {
    #expect(throws: AnalyticsError.self) { try PopulationStability.index(shares: [0.5, 0.5], [1]) }
    #expect(throws: AnalyticsError.self) { try PopulationStability.index(shares: [1, 0], [0.5, 0.5]) }
    #expect(throws: AnalyticsError.self) { try PopulationStability.index(counts: [0, 0], [1, 1]) }
    #expect(throws: AnalyticsError.self) { try QuantileBins([], count: 4) }
    #expect(throws: AnalyticsError.self) { try QuantileBins([1, .nan], count: 4) }
  }
}
