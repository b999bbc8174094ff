import Analytics
import Testing

@Suite("KMeans")
struct KMeansTests {
  @Test("Iris, three clusters: the known optimum")
  func irisThree() throws {
    let fit = try KMeans.fit(Iris.measurements, KMeansOptions(clusters: 3, seed: 1, tolerance: 0))
    #expect(isClose(fit.model.inertia, 78.851441, 1e-8))
    #expect(fit.sizes.sorted() == [38, 50, 62])
    #expect(fit.model.converged)
    #expect(abs(try Agreement.adjustedRand(fit.labels, Iris.species) - 0.730238) < 5e-7)
  }

  @Test("Iris, two clusters: the known optimum")
  func irisTwo() throws {
    let fit = try KMeans.fit(Iris.measurements, KMeansOptions(clusters: 2, seed: 1, tolerance: 0))
    #expect(isClose(fit.model.inertia, 152.347952, 1e-8))
  }

  @Test("The same fit, bit for bit, with any number of threads", arguments: [(3, 2), (60_000, 3), (20_000, 9)])
  func threads(_ count: Int, _ width: Int) throws {
    let points = count == 3 ? Iris.measurements : Points.blobs(count, width, centers: 7, spread: 4, seed: 5).points
    let fits = try [1, 2, 3].map { threads in
      try KMeans.fit(points, KMeansOptions(clusters: 7, restarts: 3, seed: 9, threads: threads))
    }
    #expect(fits[0] == fits[1])
    #expect(fits[0] == fits[2])
    #expect(fits[0].model.inertia.bitPattern == fits[1].model.inertia.bitPattern)
  }

  @Test(
    "Labels, distances and inertia are those of comparing every distance",
    arguments: [1, 2, 3, 4, 5, 6, 7, 8, 11], [2, 5, 17])
  func agreesWithBruteForce(_ width: Int, _ clusters: Int) throws {
    let points = Points.blobs(3001, width, centers: 6, spread: 3, seed: UInt64(width)).points
    let fit = try KMeans.fit(points, KMeansOptions(clusters: clusters, restarts: 2, seed: 3))
    let (labels, inertia) = Points.nearest(points, fit.model.centroids)
    #expect(fit.labels == labels)
    #expect(isClose(fit.model.inertia, inertia, 1e-12))
    #expect(isClose(fit.distances.reduce(0) { $0 + $1 * $1 }, inertia, 1e-12))
    #expect(fit.labels == fit.model.predict(points))
    #expect(fit.labels == fit.model.predict(points, threads: 2))
    #expect(fit.distances == fit.model.distances(points))
    #expect(fit.sizes.allSatisfy { $0 > 0 })
  }

  @Test("Very many points, settled on a sample first: as exact, as good, and the same with any number of threads")
  func veryMany() throws {
    let points = Points.blobs(270_000, 3, centers: 5, spread: 3, seed: 31).points
    let fits = try [1, 2, 3].map { threads in
      try KMeans.fit(points, KMeansOptions(clusters: 6, restarts: 3, seed: 2, threads: threads))
    }
    #expect(fits[0] == fits[1])
    #expect(fits[0] == fits[2])
    let (labels, inertia) = Points.nearest(points, fits[0].model.centroids)
    #expect(fits[0].labels == labels)
    #expect(isClose(fits[0].model.inertia, inertia, 1e-12))
    #expect(fits[0].model.converged)
    // Settled: the means of its clusters hardly differ from its centroids.
    var sums = Matrix(rows: 6, columns: 3, repeating: 0)
    for r in 0..<points.rows {
      for j in 0..<3 { sums[Int(labels[r]), j] += points[r, j] }
    }
    for c in 0..<6 {
      for j in 0..<3 {
        #expect(abs(sums[c, j] / Double(fits[0].sizes[c]) - fits[0].model.centroids[c, j]) < 0.01)
      }
    }
  }

  @Test("A sample with too few distinct points: starts are settled on all of them")
  func rareValues() throws {
    var values = [Double](repeating: 0, count: 270_000)
    for i in 0..<4 { values[i * 60_000 + 7] = Double(i + 1) }
    let points = Matrix(rows: 270_000, columns: 1, storage: values)
    let fit = try KMeans.fit(points, KMeansOptions(clusters: 5, restarts: 2, seed: 1))
    #expect(fit.model.inertia == 0)
    #expect(fit.sizes.sorted() == [1, 1, 1, 1, 269_996])
    #expect(throws: AnalyticsError.self) { try KMeans.fit(points, KMeansOptions(clusters: 6, seed: 1)) }
  }

  @Test("Centroids are the means of their points once settled")
  func fixedPoint() throws {
    let points = Points.blobs(5000, 3, centers: 5, spread: 6, seed: 2).points
    let fit = try KMeans.fit(
      points, KMeansOptions(clusters: 5, restarts: 2, seed: 3, maximumIterations: 1000, tolerance: 0))
    #expect(fit.model.converged)
    for c in 0..<5 {
      let members = fit.labels.indices.filter { fit.labels[$0] == c }
      for j in 0..<3 {
        let mean = members.reduce(0.0) { $0 + points[$1, j] } / Double(members.count)
        #expect(isClose(fit.model.centroids[c, j], mean, 1e-11))
      }
    }
  }

  @Test("Well separated clouds are found")
  func recovers() throws {
    let (points, labels) = Points.blobs(4000, 4, centers: 6, spread: 40, seed: 8)
    let fit = try KMeans.fit(points, KMeansOptions(clusters: 6, seed: 1))
    #expect(try Agreement.adjustedRand(fit.labels, labels) == 1)
  }

  @Test("A grid of clouds is found from any seed: swaps mend a centroid too many here and one too few there")
  func gridOfClouds() throws {
    var generator = SeededGenerator(seed: 5)
    var values: [Double] = []
    for i in 0..<2500 {
      for place in [i % 25 / 5, i % 5] { values.append(Double(place) * 8 + generator.normal()) }
    }
    let points = Matrix(rows: 2500, columns: 2, storage: values)
    for seed in 0..<20 as Range<UInt64> {
      let fit = try KMeans.fit(points, KMeansOptions(clusters: 25, restarts: 5, seed: seed, threads: 2))
      // The clouds' own inertia is that of 2,500 points of unit variance; one centroid astray costs 3,000 more.
      #expect(fit.model.inertia < 5300)
    }
  }

  @Test("Searches that may iterate once only end alike every time, with any number of threads")
  func fewIterations() throws {
    let points = Points.blobs(40_000, 3, centers: 12, spread: 5, seed: 4).points
    let fits = try (0..<4).map { index in
      try KMeans.fit(
        points, KMeansOptions(clusters: 8, restarts: 6, seed: 7, maximumIterations: 1, threads: 1 + index % 2)
      ).model.inertia
    }
    #expect(Set(fits).count == 1, "\(fits)")
  }

  @Test("As many clusters as the config takes", arguments: [50, 84, 100])
  func manyClusters(_ clusters: Int) throws {
    var generator = SeededGenerator(seed: 3)
    let points = Matrix(rows: 400, columns: 2, storage: (0..<800).map { _ in generator.nextDouble() })
    let fit = try KMeans.fit(points, KMeansOptions(clusters: clusters, restarts: 2, seed: 1, threads: 2))
    #expect(Set(fit.labels).count == clusters)
  }

  @Test("Where starts come to many ends, every seed leads to one of the best")
  func manyEnds() throws {
    var generator = SeededGenerator(seed: 2)
    let points = Matrix(rows: 1500, columns: 3, storage: (0..<4500).map { _ in generator.nextDouble() })
    func inertias(_ restarts: Int, _ seeds: Range<UInt64>) throws -> [Double] {
      try seeds.map {
        try KMeans.fit(points, KMeansOptions(clusters: 7, restarts: restarts, seed: $0, threads: 2)).model.inertia
      }
    }
    // Single starts end all over the place.
    let single = try inertias(1, 0..<20)
    let found = try inertias(10, 0..<10)
    let best = try #require(found.min())
    #expect(single.allSatisfy { $0 > best * (1 - 1e-5) })
    #expect(single.filter { $0 > best * 1.001 }.count > 10)
    #expect(found.allSatisfy { $0 < best * 1.0005 }, "\(found.map { $0 / best })")
  }

  @Test("Several searches find what one misses, on any number of threads, and never do worse")
  func searches() throws {
    var generator = SeededGenerator(seed: 7)
    // A few points far out carry much of the variance: as many ends as there are ways to share centroids among them.
    let points = Matrix(
      rows: 3000, columns: 2, storage: (0..<6000).map { _ in generator.normal() / generator.nextDouble() })
    func inertias(_ searches: Int, threads: Int = 2) throws -> [Double] {
      try (0..<8 as Range<UInt64>).map {
        var options = KMeansOptions(clusters: 11, restarts: 5, seed: $0, threads: threads)
        options.searches = searches
        return try KMeans.fit(points, options).model.inertia
      }
    }
    let (single, several) = (try inertias(1), try inertias(12))
    let best = try #require(several.min())
    #expect(zip(several, single).allSatisfy { $0 <= $1 })
    #expect(single.filter { $0 > best * 1.001 }.count >= 2, "\(single.map { $0 / best })")
    #expect(several.allSatisfy { $0 < best * 1.0005 }, "\(several.map { $0 / best })")
    #expect(try inertias(12, threads: 1) == several)
  }

  @Test("Where all starts come to one end, no second search follows")
  func agreed() throws {
    let points = Points.blobs(1500, 3, centers: 4, spread: 30, seed: 3).points
    var options = KMeansOptions(clusters: 4, seed: 2)
    let single = try KMeans.fit(points, options)
    options.searches = 12
    #expect(try KMeans.fit(points, options) == single)
  }

  @Test("More restarts never do worse, and restart r does not depend on how many follow")
  func restarts() throws {
    let points = Points.blobs(2000, 5, centers: 9, spread: 2, seed: 4).points
    let inertias = try [1, 2, 4, 8].map {
      try KMeans.fit(points, KMeansOptions(clusters: 9, restarts: $0, seed: 6)).model.inertia
    }
    #expect(zip(inertias, inertias.dropFirst()).allSatisfy { $1 <= $0 })
    #expect(inertias[3] < inertias[0])
  }

  @Test("Heavy duplicates and outliers: as exact as elsewhere")
  func skewed() throws {
    var generator = SeededGenerator(seed: 12)
    var values: [Double] = []
    for i in 0..<4000 {
      values.append(i % 10 == 0 ? Double(generator.nextBelow(5)) : 1)
      values.append(i % 997 == 0 ? 1e6 * generator.nextDouble() : Double(generator.nextBelow(3)))
    }
    let points = Matrix(rows: 4000, columns: 2, storage: values)
    let fit = try KMeans.fit(points, KMeansOptions(clusters: 6, restarts: 3, seed: 3))
    #expect(fit.labels == Points.nearest(points, fit.model.centroids).labels)
    #expect(fit.sizes.allSatisfy { $0 > 0 })
  }

  @Test("Renumbering by descending mean of a feature")
  func renumbers() throws {
    let fit = try KMeans.fit(Iris.measurements, KMeansOptions(clusters: 3, seed: 1))
    let length = Iris.measurements.column(2)
    let ordered = fit.relabeled(order: try fit.orderByDescendingMean(of: length))
    let centers = ordered.model.centroids.column(2)
    #expect(centers == centers.sorted(by: >))
    #expect(ordered.labels == ordered.model.predict(Iris.measurements))
    #expect(try Agreement.adjustedRand(ordered.labels, fit.labels) == 1)
    #expect(ordered.distances == fit.distances)
    #expect(throws: AnalyticsError.self) { try fit.orderByDescendingMean(of: [1]) }
  }
}

@Suite("KMeans, degenerate inputs")
struct KMeansDegenerateTests {
  private func kind(_ points: Matrix, _ options: KMeansOptions) -> AnalyticsError.Kind? {
    do {
      _ = try KMeans.fit(points, options)
      return nil
    } catch {
      return (error as? AnalyticsError)?.kind
    }
  }

  @Test("One point is its own cluster")
  func onePoint() throws {
    let fit = try KMeans.fit(Matrix(rows: 1, columns: 2, storage: [3, 4]), KMeansOptions(clusters: 1, seed: 0))
    #expect(fit.labels == [0])
    #expect(fit.model.inertia == 0)
    #expect(fit.model.centroids.storage == [3, 4])
  }

  @Test("Equal points make one cluster and no more")
  func allEqual() throws {
    let points = Matrix(rows: 100, columns: 3, repeating: 0.1)
    #expect(try KMeans.fit(points, KMeansOptions(clusters: 1, seed: 0)).model.inertia < 1e-25)
    #expect(kind(points, KMeansOptions(clusters: 2, seed: 0)) == .notEnoughData)
  }

  @Test("As many clusters as distinct points: each alone; one more: refused")
  func distinct() throws {
    let points = Matrix(rows: 9, columns: 1, storage: [1, 1, 1, 5, 5, 9, 9, 9, 9])
    let fit = try KMeans.fit(points, KMeansOptions(clusters: 3, seed: 4))
    #expect(fit.model.inertia == 0)
    #expect(fit.sizes.sorted() == [2, 3, 4])
    #expect(kind(points, KMeansOptions(clusters: 4, seed: 4)) == .notEnoughData)
  }

  @Test("Options and values out of range are refused by name")
  func refusals() {
    let points = Matrix(rows: 4, columns: 1, storage: [1, 2, 3, 4])
    #expect(kind(points, KMeansOptions(clusters: 0, seed: 0)) == .invalidArgument)
    #expect(kind(points, KMeansOptions(clusters: 2, restarts: 0, seed: 0)) == .invalidArgument)
    #expect(kind(points, KMeansOptions(clusters: 2, seed: 0, maximumIterations: 0)) == .invalidArgument)
    #expect(kind(points, KMeansOptions(clusters: 2, seed: 0, tolerance: -1)) == .invalidArgument)
    #expect(kind(points, KMeansOptions(clusters: 5, seed: 0)) == .notEnoughData)
    #expect(kind(Matrix(rows: 0, columns: 2, storage: []), KMeansOptions(clusters: 1, seed: 0)) == .notEnoughData)
    for bad in [Double.nan, .infinity, -.infinity] {
      let dirty = Matrix(rows: 10, columns: 1, storage: [1, 2, 3, 4, bad, 6, 7, 8, 9, 10])
      #expect(kind(dirty, KMeansOptions(clusters: 2, seed: 0)) == .notFinite)
    }
  }

  @Test("Values whose squares overflow are refused, large ones are not")
  func overflow() throws {
    var points = Points.blobs(500, 2, centers: 3, spread: 20, seed: 1).points
    let small = try KMeans.fit(points, KMeansOptions(clusters: 3, seed: 0))
    points.storage = points.storage.map { $0 * 0x1p400 }
    #expect(try KMeans.fit(points, KMeansOptions(clusters: 3, seed: 0)).labels == small.labels)
    points.storage = points.storage.map { $0 * 0x1p200 }
    #expect(kind(points, KMeansOptions(clusters: 3, seed: 0)) == .notFinite)
  }

  @Test("A fit stopped early says so, and its labels are still those of its centroids")
  func stoppedEarly() throws {
    let points = Points.blobs(3000, 3, centers: 8, spread: 1, seed: 1).points
    let fit = try KMeans.fit(points, KMeansOptions(clusters: 8, restarts: 1, seed: 0, maximumIterations: 2))
    #expect(!fit.model.converged)
    #expect(fit.model.iterations == 2)
    #expect(fit.labels == fit.model.predict(points))
  }
}
