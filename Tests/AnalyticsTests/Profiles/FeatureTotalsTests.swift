import Analytics
import Testing

@Suite("What is counted in lots")
struct FeatureTotalsTests {
  private let points = Points.blobs(900, 3, centers: 3, spread: 40, seed: 12)

  private var lots: [Range<Int>] { [0..<1, 1..<500, 500..<900] }

  private func rows(_ range: Range<Int>) -> Matrix { points.points.selecting(rows: Array(range)) }

  @Test("Profiles of a sample that is everybody are those of customers in memory")
  func profiles() throws {
    let names = ["recency_days", "frequency", "monetary"]
    let held = try Profiles.describe(points.points, names: names, labels: points.labels, clusters: 3)
    var totals = FeatureTotals(clusters: 4, origin: Array(points.points.row(0)))
    for lot in lots { totals.add(features: rows(lot), labels: Array(points.labels[lot])) }
    #expect(totals.sizes[3] == 0)
    let counted = try Profiles.describe(sample: points.points, names: names, labels: points.labels, totals: totals)
    #expect(counted.count == 3)
    for (one, other) in zip(counted, held) {
      #expect(one.cluster == other.cluster && one.size == other.size && one.share == other.share)
      #expect(one.medians == other.medians && one.traits == other.traits && one.name == other.name)
      for j in 0..<3 {
        #expect(isClose(one.means[j], other.means[j], 1e-12) && isClose(one.zScores[j], other.zScores[j], 1e-9))
        #expect(isClose(one.totalShares[j], other.totalShares[j], 1e-9))
      }
    }
    let order = [2, 0, 3, 1]
    let renamed = totals.reordered(order)
    #expect(renamed.sizes == order.map { totals.sizes[$0] })
  }

  @Test("A reference counted in lots reads as one counted at once")
  func reference() throws {
    let distances = (0..<900).map { Double($0 % 37) }
    let whole = try ModelReference(features: points.points, distances: distances)
    var tally = ReferenceTally(bins: whole.bins, farDistance: whole.farDistance)
    for lot in lots { try tally.add(features: rows(lot), distances: Array(distances[lot])) }
    #expect(try ModelReference(tally) == whole)
    #expect(try whole.reading(tally) == whole.reading(features: points.points, distances: distances))
    #expect(throws: AnalyticsError.self) { try tally.add(features: rows(0..<2), distances: [1]) }
  }

  @Test("Partitions crossed in lots compare as at once")
  func crossing() throws {
    let other = points.labels.enumerated().map { Int32(($0 % 5 == 0 ? Int($1) + 1 : Int($1)) % 3 + 1) }
    var crossing = PartitionCrossing(rows: 5, columns: 6)
    for lot in lots { crossing.add(Array(points.labels[lot]), Array(other[lot])) }
    #expect(try crossing.table == ContingencyTable(points.labels, other))
    #expect(try PartitionComparison(crossing.table) == PartitionComparison(points.labels, other))
    #expect(
      try PartitionComparison(crossing.table).adjustedRand == Agreement.adjustedRand(points.labels, other))
  }
}
