import Analytics
import Testing

@Suite("Cluster profiles")
struct ProfilesTests {
  private let names = ["recency_days", "frequency", "monetary"]

  private func customers() -> (Matrix, [Int32]) {
    var columns: [[Double]] = [[], [], []]
    var labels: [Int32] = []
    for i in 0..<60 {
      let cluster = i % 3
      let wobble = Double(i % 7)
      columns[0].append([5, 200, 100][cluster] + wobble)
      columns[1].append([20, 1, 5][cluster] + (cluster == 1 ? 0 : Double(i % 2)))
      columns[2].append([5000, 50, 500][cluster] + wobble)
      labels.append(Int32(cluster))
    }
    return (Matrix(columns: columns), labels)
  }

  @Test("Sizes, shares, means, z-scores and traits")
  func figures() throws {
    let (features, labels) = customers()
    let profiles = try Profiles.describe(features, names: names, labels: labels, clusters: 3)
    #expect(profiles.map(\.size) == [20, 20, 20])
    #expect(isClose(profiles.reduce(0) { $0 + $1.share }, 1))
    for j in 0..<3 {
      #expect(isClose(profiles.reduce(0) { $0 + $1.totalShares[j] }, 1))
      // Sizes are equal, so z-scores must cancel out.
      #expect(abs(profiles.reduce(0) { $0 + $1.zScores[j] }) < 1e-12)
      let column = features.column(j)
      let mean = column.reduce(0, +) / 60
      let deviation = (column.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 60).squareRoot()
      let own = zip(column, labels).filter { $0.1 == 0 }.map(\.0)
      let ownMean = own.reduce(0, +) / 20
      #expect(isClose(profiles[0].means[j], ownMean))
      #expect(isClose(profiles[0].zScores[j], (ownMean - mean) / deviation))
    }
    let frequency = try #require(profiles[0].traits.first { $0.name == "frequency" })
    #expect(frequency.dominance == 1)
    let (own, rest) = (
      zip(features.column(1), labels).filter { $0.1 == 0 }.map(\.0),
      zip(features.column(1), labels).filter { $0.1 != 0 }.map(\.0)
    )
    func moments(_ x: [Double]) -> (mean: Double, squares: Double) {
      let mean = x.reduce(0, +) / Double(x.count)
      return (mean, x.reduce(0) { $0 + ($1 - mean) * ($1 - mean) })
    }
    let pooled = ((moments(own).squares + moments(rest).squares) / 58).squareRoot()
    #expect(isClose(frequency.standardizedDifference, (moments(own).mean - moments(rest).mean) / pooled))
  }

  @Test("Cliff's δ is the difference of chances, ties counting for neither")
  func dominance() throws {
    let values: [Double] = [1, 2, 2, 3, 2, 4, 1, 5]
    let labels: [Int32] = [0, 0, 0, 0, 1, 1, 1, 1]
    let profiles = try Profiles.describe(Matrix(columns: [values]), names: ["x"], labels: labels, clusters: 2)
    var balance = 0.0
    for a in values[..<4] { for b in values[4...] { balance += a > b ? 1 : a < b ? -1 : 0 } }
    #expect(isClose(profiles[0].traits[0].dominance, balance / 16))
    #expect(isClose(profiles[1].traits[0].dominance, -balance / 16))
  }

  @Test("Names say what the features mean, in both languages")
  func wording() throws {
    let (features, labels) = customers()
    let profiles = try Profiles.describe(features, names: names, labels: labels, clusters: 3)
    #expect(
      profiles[0].name
        == Wording(
          english: "Recent, frequent, high spend", french: "Récents, fréquents, gros montants"))
    #expect(
      profiles[1].name
        == Wording(
          english: "Inactive, infrequent, low spend", french: "Inactifs, peu fréquents, petits montants"))
    #expect(profiles[2].name == Wording(english: "Average", french: "Moyens"))
  }

  @Test("Unknown features have a plain fallback; constant ones never name a cluster")
  func fallback() throws {
    let matrix = Matrix(columns: [[1, 2, 9, 8], [7, 7, 7, 7]])
    let profiles = try Profiles.describe(matrix, names: ["shoe_size", "flat"], labels: [0, 0, 1, 1], clusters: 2)
    #expect(profiles.map(\.name.english) == ["Low shoe size", "High shoe size"])
    for (meanings, french) in [
      (["category_share_2": "thé"], "Beaucoup de la catégorie thé"), ([:], "Beaucoup de la catégorie n° 2"),
    ] {
      let shares = try Profiles.describe(
        matrix, names: ["category_share_2", "flat"], labels: [0, 0, 1, 1], clusters: 2, meanings: meanings)
      #expect(shares[1].name.french == french)
      #expect(shares[1].traits.map(\.name) == ["category_share_2", "flat"])
    }
    #expect(profiles[0].zScores[1] == 0)
    #expect(profiles[0].traits.last?.standardizedDifference == 0)
  }

  @Test("No two clusters share a name", arguments: [2, 6, 12])
  func unique(_ clusters: Int) throws {
    let points = Points.blobs(800, 3, centers: 1, spread: 0, seed: 5).points
    let fit = try KMeans.fit(points, KMeansOptions(clusters: clusters, restarts: 2, seed: 1))
    let profiles = try Profiles.describe(points, names: names, labels: fit.labels, clusters: clusters)
    #expect(Set(profiles.map(\.name.english)).count == clusters)
    #expect(Set(profiles.map(\.name.french)).count == clusters)
  }

  @Test("Shapes that disagree are refused")
  func refusals() {
    let matrix = Matrix(columns: [[1, 2]])
    #expect(throws: AnalyticsError.self) {
      try Profiles.describe(matrix, names: [], labels: [0, 1], clusters: 2)
    }
    #expect(throws: AnalyticsError.self) { try Profiles.describe(matrix, names: ["x"], labels: [0], clusters: 1) }
    #expect(throws: AnalyticsError.self) { try Profiles.describe(matrix, names: ["x"], labels: [0, 2], clusters: 2) }
    #expect(throws: AnalyticsError.self) { try Profiles.describe(matrix, names: ["x"], labels: [0, 0], clusters: 2) }
  }
}
