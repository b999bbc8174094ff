import JSON
import PipelineModel
import Testing

@Suite struct GridTests {
  private func lint(_ name: String) throws -> GridLint {
    let rules = try #require(SegmentGrid.rules(name, bins: 5))
    return GridLint(rows: rules.enumerated().map { $1.row(position: $0 + 1, bins: 5) }, bins: 5)
  }

  // definitions: seed_six leaves 62 of 125 cells to Autre; total_ten covers 25 of 25 (r, f) cells.
  @Test func theBuiltInGridsAreWhatTheyAreKnownToBe() throws {
    let six = try lint("seed_six")
    #expect(six.cells == 125 && six.caughtByRest == 62 && six.uncovered == 0)
    let ten = try lint("total_ten")
    #expect(ten.uncovered == 0 && ten.caughtByRest == 0 && ten.unreachable.isEmpty && ten.overlaps.isEmpty)
  }

  @Test func lintFindsWhatIsOdd() {
    let row = { (position: Int, segment: String, r: ClosedRange<Int>) -> JSON in
      [
        "position": .int(position), "segment": .string(segment), "r_min": .int(r.lowerBound),
        "r_max": .int(r.upperBound), "f_min": 1, "f_max": 5, "m_min": 1, "m_max": 5,
      ]
    }
    let lint = GridLint(rows: [row(1, "a", 2...4), row(2, "b", 3...3), row(3, "c", 4...5)], bins: 5)
    #expect(lint.uncovered == 25 && lint.unreachable == ["b"])
    #expect(lint.overlaps == [["a", "b"], ["a", "c"]])
  }
}
