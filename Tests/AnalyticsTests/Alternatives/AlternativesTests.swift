import Analytics
import Glibc
import Testing

/// Ward's tree and DBSCAN against scikit-learn 1.9.1 (`AgglomerativeClustering(linkage="ward")`, `DBSCAN`) and scipy
/// 1.17.1 (`linkage(…, "ward")`): the numbers are theirs.
@Suite("Clustering: Ward and DBSCAN")
struct AlternativesTests {
  /// Three bent bands of 400 points without ties: what KMeans cannot find and density can.
  private static let bands: Matrix = {
    var values: [Double] = []
    for i in 0..<400 {
      let u = (Double(i) * 0.6180339887498949).truncatingRemainder(dividingBy: 1)
      let v = (Double(i) * 0.7548776662466927).truncatingRemainder(dividingBy: 1)
      let radius = 0.6 + 0.3 * v
      values.append(Double(i % 3) * 2.2 + cos(Double.pi * u) * radius)
      values.append((i % 3 == 1 ? -1 : 1) * sin(Double.pi * u) * radius)
    }
    return Matrix(rows: 400, columns: 2, storage: values)
  }()

  private func sizes(_ labels: [Int32]) -> [Int] {
    (0...(labels.max() ?? 0)).map { label in labels.count { $0 == label } }
  }

  @Test(
    "Iris, cut at k",
    arguments: [
      (2, [50, 100], 0.568116, 0.686735), (3, [36, 50, 64], 0.731199, 0.554324),
      (4, [26, 36, 38, 50], 0.660217, 0.488967), (5, [12, 24, 26, 38, 50], 0.595023, 0.484383),
    ])
  func wardOfIris(k: Int, expected: [Int], agreement: Double, silhouette: Double) throws {
    let labels = try WardTree(Iris.measurements).labels(clusters: k)
    #expect(sizes(labels).sorted() == expected)
    #expect(abs(try Agreement.adjustedRand(Iris.species, labels) - agreement) < 1e-6)
    #expect(abs(try Validity.silhouette(Iris.measurements, labels).mean - silhouette) < 1e-6)
  }

  @Test("The heights of a tree are scipy's")
  func heights() throws {
    let tree = try WardTree(Self.bands)
    #expect(tree.merges.count == 399)
    let last = [7.6284344767499, 7.662361621573206, 7.7390455627570995, 27.748928583355024, 44.81245741385717]
    for (height, expected) in zip(tree.merges.suffix(5).map(\.height), last) { #expect(abs(height - expected) < 1e-9) }
    #expect(abs(tree.merges.reduce(0) { $0 + $1.height } - 180.68146594087113) < 1e-8)
    #expect(zip(tree.merges, tree.merges.dropFirst()).allSatisfy { $0.height <= $1.height })
    #expect(sizes(try tree.labels(clusters: 8)).sorted() == [23, 34, 46, 52, 54, 58, 61, 72])
    #expect(try tree.labels(clusters: 400) == (0..<400).map { Int32($0) })
    #expect(throws: AnalyticsError.self) { try tree.labels(clusters: 401) }
  }

  @Test("Coinciding points join first")
  func coinciding() throws {
    let points = Matrix(columns: [[0, 5, 0, 5, 0, 9]])
    #expect(try WardTree(points).labels(clusters: 3) == [0, 1, 0, 1, 0, 2])
    #expect(try WardTree(Matrix(columns: [[3]])).labels(clusters: 1) == [0])
    #expect(try WardTree(Matrix(columns: [[3, 3, 3]])).labels(clusters: 2).max() == 1)
  }

  @Test(
    "Iris by density",
    arguments: [
      (0.5, 5, [49, 84], 17, 0.607274, 0.735356), (0.6, 5, [49, 92], 9, 0.583558, 0.722973),
      (0.4, 4, [47, 38, 36, 4], 25, 0.888983, 0.481157),
    ])
  func densityOfIris(
    radius: Double, neighbours: Int, expected: [Int], noise: Int, agreement: Double, silhouette: Double
  ) throws {
    let found = try DensityClusters(Iris.measurements, radius: radius, neighbours: neighbours)
    #expect(found.count == expected.count)
    #expect(sizes(found.labels) == expected)
    #expect(found.noise == noise)
    let inside = found.labels.indices.filter { found.labels[$0] >= 0 }
    let labels = inside.map { found.labels[$0] }
    #expect(abs(try Agreement.adjustedRand(inside.map { Iris.species[$0] }, labels) - agreement) < 1e-6)
    #expect(abs(try Validity.silhouette(Iris.measurements.selecting(rows: inside), labels).mean - silhouette) < 1e-6)
  }

  @Test("Bands by density")
  func densityOfBands() throws {
    let found = try DensityClusters(Self.bands, radius: 0.1, neighbours: 6)
    #expect(sizes(found.labels) == [71, 55, 73, 50, 52, 44, 14])
    #expect(found.noise == 41)
    #expect(Array(found.labels.prefix(12)) == [-1, 2, 3, 4, 2, 3, 4, 2, 0, 4, 5, 0])
  }

  @Test("The radius at the bend of the distances finds the bands")
  func radius() throws {
    let radius = try #require(try DensityClusters.suggestedRadius(Self.bands, neighbours: 8))
    let found = try DensityClusters(Self.bands, radius: radius, neighbours: 8)
    #expect(sizes(found.labels).filter { $0 > 100 }.count == 3)
    #expect(try DensityClusters.suggestedRadius(Matrix(columns: [[1, 1, 1, 1]]), neighbours: 4) == nil)
    #expect(throws: AnalyticsError.self) { try DensityClusters(Self.bands, radius: 0, neighbours: 4) }
  }

  @Test("Three methods on one sample, the same for any number of threads")
  func comparison() throws {
    let labels = try KMeans.fit(Iris.measurements, KMeansOptions(clusters: 3, seed: 1, tolerance: 0)).labels
    let one = try ClusteringComparison.run(
      Iris.measurements, labels, limit: 1000, seed: 1, neighbours: 5, radius: 0.5, threads: 1)
    let two = try ClusteringComparison.run(
      Iris.measurements, labels, limit: 1000, seed: 1, neighbours: 5, radius: 0.5, threads: 2)
    #expect(one == two)
    #expect(one.rows.map(\.method) == [.kmeans, .ward, .dbscan])
    #expect(one.rows.map(\.clusters) == [3, 3, 2])
    #expect(one.rows[0].agreement == 1)
    #expect(abs((one.rows[0].silhouette ?? 0) - 0.552819) < 1e-6)
    #expect(abs((one.rows[1].calinskiHarabasz ?? 0) - 558.058041) < 1e-5)
    #expect(abs((one.rows[2].daviesBouldin ?? 0) - 0.344273) < 1e-6)
    #expect(abs(one.rows[2].noiseShare - 17.0 / 150) < 1e-12)
    let sampled = try ClusteringComparison.run(Iris.measurements, labels, limit: 60, seed: 1)
    #expect(sampled.points == 60)
  }

  @Test("Points that coincide leave what cannot be measured empty")
  func degenerate() throws {
    let same = Matrix(rows: 20, columns: 3, repeating: 1)
    let rows = try ClusteringComparison.run(same, [Int32](repeating: 0, count: 20), limit: 100, seed: 1).rows
    #expect(rows.map(\.clusters) == [1, 1, 0])
    #expect(rows.allSatisfy { $0.silhouette == nil && $0.daviesBouldin == nil })
    let single = try ClusteringComparison.run(Matrix(columns: [[1]]), [0], limit: 100, seed: 1)
    #expect(single.rows[2].noiseShare == 1)
  }
}
