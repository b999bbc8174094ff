import Analytics
import Testing

@Suite("Validity indices")
struct ValidityTests {
  private func iris(_ clusters: Int) throws -> [Int32] {
    try KMeans.fit(Iris.measurements, KMeansOptions(clusters: clusters, seed: 1, tolerance: 0)).labels
  }

  @Test("Iris, three clusters")
  func irisThree() throws {
    let labels = try iris(3)
    #expect(abs(try Validity.silhouette(Iris.measurements, labels).mean - 0.552819) < 5e-7)
    #expect(abs(try Validity.daviesBouldin(Iris.measurements, labels) - 0.661972) < 5e-7)
    #expect(abs(try Validity.calinskiHarabasz(Iris.measurements, labels) - 561.627757) < 5e-7)
  }

  @Test("Iris, two clusters")
  func irisTwo() throws {
    #expect(abs(try Validity.silhouette(Iris.measurements, iris(2)).mean - 0.681046) < 5e-7)
  }

  @Test("Silhouettes agree with their definition, whatever the threads", arguments: [1, 2, 3, 5, 8, 10])
  func definition(_ width: Int) throws {
    let (points, labels) = Points.blobs(701, width, centers: 4, spread: 2, seed: 3)
    // One cluster of a single point, whose silhouette is 0 by convention.
    let names = labels.enumerated().map { $0.offset == 17 ? 99 : $0.element * 10 - 7 }
    let values = try Validity.silhouettes(points, names)
    #expect(values == (try Validity.silhouettes(points, names, threads: 2)))
    #expect(values == (try Validity.silhouettes(points, names, threads: 3)))
    #expect(values[17] == 0)
    for i in stride(from: 0, to: 701, by: 50) {
      var sums: [Int32: (Double, Int)] = [:]
      for other in 0..<701 where other != i {
        var square = 0.0
        for j in 0..<width { square += (points[i, j] - points[other, j]) * (points[i, j] - points[other, j]) }
        let (sum, count) = sums[names[other]] ?? (0, 0)
        sums[names[other]] = (sum + square.squareRoot(), count + 1)
      }
      let inside = try #require(sums[names[i]]).0 / Double(try #require(sums[names[i]]).1)
      let outside = try #require(sums.filter { $0.key != names[i] }.map { $0.value.0 / Double($0.value.1) }.min())
      #expect(isClose(values[i], (outside - inside) / max(inside, outside), 1e-11))
    }
  }

  @Test("Several clusterings together have the silhouettes that each has alone", arguments: [1, 2])
  func together(_ threads: Int) throws {
    let points = Points.blobs(1200, 3, centers: 6, spread: 3, seed: 9).points
    var labelings = try (2...9).map {
      try KMeans.fit(points, KMeansOptions(clusters: $0, restarts: 1, seed: 1)).labels
    }
    // Cuts across all others, so finely that sharing no longer pays.
    labelings.insert((0..<1200).map { Int32($0 % 300) }, at: 4)
    let together = try Validity.silhouettes(points, labelings: labelings, threads: threads)
    #expect(together.count == labelings.count)
    for (values, labels) in zip(together, labelings) {
      let alone = try Validity.silhouettes(points, labels)
      #expect(zip(values, alone).allSatisfy { isClose($0, $1, 1e-12) })
    }
    #expect(try Validity.silhouettes(points, labelings: []).isEmpty)
    #expect(throws: AnalyticsError.self) {
      try Validity.silhouettes(points, labelings: [labelings[0], [Int32](repeating: 1, count: 1200)])
    }
  }

  @Test("A sample estimates the whole within its standard error, give or take")
  func sampled() throws {
    let (points, labels) = Points.blobs(6000, 3, centers: 4, spread: 4, seed: 7)
    let whole = try Validity.silhouette(points, labels)
    let sample = try Validity.silhouette(points, labels, limit: 2000, seed: 5)
    #expect(!whole.isSampled && whole.count == 6000)
    #expect(sample.isSampled && sample.count == 2000)
    #expect(sample.standardError > 0)
    #expect(abs(sample.mean - whole.mean) < 4 * sample.standardError)
    #expect(sample == (try Validity.silhouette(points, labels, limit: 2000, seed: 5)))
  }

  @Test("One cluster, or each point alone, has no index")
  func undefined() {
    let points = Matrix(rows: 3, columns: 1, storage: [1, 2, 3])
    for labels: [Int32] in [[0, 0, 0], [0, 1, 2]] {
      #expect(throws: AnalyticsError.self) { try Validity.silhouette(points, labels) }
      #expect(throws: AnalyticsError.self) { try Validity.daviesBouldin(points, labels) }
      #expect(throws: AnalyticsError.self) { try Validity.calinskiHarabasz(points, labels) }
    }
    #expect(throws: AnalyticsError.self) { try Validity.silhouette(points, [0, 1]) }
  }

  @Test("Coincident clusters: no division by zero")
  func coincident() throws {
    let points = Matrix(rows: 4, columns: 1, storage: [1, 1, 1, 1])
    #expect(try Validity.silhouette(points, [0, 0, 1, 1]).mean == 0)
    #expect(try Validity.daviesBouldin(points, [0, 0, 1, 1]) == 0)
  }
}

@Suite("Bootstrap stability")
struct BootstrapTests {
  @Test("Separate clouds are reproducible; an arbitrary cut of one cloud is not")
  func contrast() throws {
    let separate = Points.blobs(900, 2, centers: 3, spread: 30, seed: 2).points
    let options = KMeansOptions(clusters: 3, restarts: 3, seed: 11)
    let firm = try Validity.bootstrap(separate, reference: try KMeans.fit(separate, options), options)
    #expect(firm.agreements.count == 20)
    #expect(firm.meanAgreement > 0.999)
    #expect(firm.verdicts == [.highlyStable, .highlyStable, .highlyStable])

    let cloud = Points.blobs(900, 4, centers: 1, spread: 0, seed: 2).points
    var many = options
    many.clusters = 6
    let soft = try Validity.bootstrap(cloud, reference: try KMeans.fit(cloud, many), many)
    #expect(soft.meanAgreement < 0.8)
    #expect(soft.verdicts.contains(.unstable) || soft.verdicts.contains(.doubtful))
  }

  @Test("The same figures with any number of threads")
  func threads() throws {
    let points = Points.blobs(500, 3, centers: 4, spread: 2, seed: 6).points
    let results = try [1, 2, 3].map { threads in
      let options = KMeansOptions(clusters: 4, restarts: 2, seed: 5, threads: threads)
      return try Validity.bootstrap(points, reference: try KMeans.fit(points, options), options, resamples: 7)
    }
    #expect(results[0] == results[1])
    #expect(results[0] == results[2])
  }

  @Test("Verdict bands")
  func bands() {
    let verdicts = [0.59, 0.60, 0.75, 0.76, 0.85, 0.86].map { StabilityVerdict(jaccard: $0) }
    #expect(verdicts == [.unstable, .doubtful, .doubtful, .stable, .stable, .highlyStable])
  }
}
