import Analytics
import Testing

@Suite("Choice of the number of clusters")
struct KSelectionTests {
  private func select(_ points: Matrix, _ range: ClosedRange<Int> = 2...8, threads: Int = 1) throws -> KSelection {
    try KSelection.run(
      points, KSelectionOptions(range: range, fit: KMeansOptions(clusters: 2, restarts: 5, seed: 3, threads: threads)))
  }

  @Test("Separate clouds are counted", arguments: [3, 5])
  func counts(_ clouds: Int) throws {
    let points = Points.blobs(1200, 3, centers: clouds, spread: 40, seed: 21).points
    let selection = try select(points)
    #expect(selection.decision.clusters == clouds)
    #expect(selection.decision.eligible.contains(clouds))
    #expect(selection.fit.model.centroids.rows == clouds)
    #expect(selection.chosen?.clusters == clouds)
    #expect(selection.candidates.map(\.clusters) == Array(2...8))
    #expect(zip(selection.candidates, selection.candidates.dropFirst()).allSatisfy { $1.inertia < $0.inertia })
  }

  @Test("The chosen fit is that of KMeans alone")
  func sameFit() throws {
    let points = Points.blobs(700, 3, centers: 4, spread: 20, seed: 4).points
    let selection = try select(points)
    let alone = KMeansOptions(clusters: selection.decision.clusters, restarts: 5, seed: 3)
    #expect(selection.fit == (try KMeans.fit(points, alone)))
  }

  @Test("The number chosen is searched further, and the evidence is that of what is found", arguments: [10, 11, 12])
  func searchedFurther(_ clusters: Int) throws {
    var generator = SeededGenerator(seed: 7)
    let points = Matrix(
      rows: 1500, columns: 2, storage: (0..<3000).map { _ in generator.normal() / generator.nextDouble() })
    func select(_ searches: Int) throws -> KSelection {
      var fit = KMeansOptions(clusters: 2, restarts: 5, seed: 2)
      fit.searches = searches
      var options = KSelectionOptions(range: clusters - 1...clusters, fit: fit)
      options.resamples = 4
      return try KSelection.run(points, options)
    }
    let (one, several) = (try select(1), try select(12))
    let chosen = try #require(several.chosen)
    #expect(chosen.inertia == several.fit.model.inertia && several.fit.model.centroids.rows == chosen.clusters)
    var alone = KMeansOptions(clusters: chosen.clusters, restarts: 5, seed: 2)
    alone.searches = 12
    #expect(several.fit.model.inertia < (try KMeans.fit(points, alone)).model.inertia * 1.0001)
    for (before, after) in zip(one.candidates, several.candidates) { #expect(after.inertia <= before.inertia) }
  }

  @Test("One round cloud: the reason claims no structure")
  func noStructure() throws {
    let selection = try select(Points.blobs(1500, 3, centers: 1, spread: 0, seed: 9).points)
    let chosen = try #require(selection.chosen)
    #expect(abs(chosen.excess) < 0.05)
    #expect(!chosen.exceedsCloud)
    #expect(selection.decision.reason.english.contains("no more than a shapeless cloud would get"))
    #expect(selection.decision.reason.french.contains("pas plus qu'un nuage sans structure"))
  }

  @Test("A cluster that a sample would miss is sampled all the same")
  func sampledClusters() throws {
    var values = [Double](repeating: 0, count: 3000)
    for row in values.indices { values[row] = Double(row % 7) / 100 }
    values[1234] = 1000
    let points = Matrix(rows: 3000, columns: 1, storage: values)
    for seed in UInt64(1)...5 {
      let selection = try KSelection.run(
        points, KSelectionOptions(range: 2...3, fit: KMeansOptions(clusters: 2, seed: seed), sampleLimit: 100))
      let two = try #require(selection.candidates.first)
      #expect(two.clusters == 2 && two.silhouette.mean > 0.9 && two.smallestShare == 1.0 / 3000)
      #expect(two.silhouette.isSampled && two.stability.meanAgreement.isFinite)
    }
  }

  @Test("A number that the configuration sets is not said to be the best of many")
  func asked() throws {
    let firm = try select(Points.blobs(600, 3, centers: 3, spread: 40, seed: 21).points, 3...3).decision
    #expect(firm.rule == .onlyOne && firm.eligible == [3])
    #expect(firm.reason.english.hasPrefix("k = 3 is what the configuration asks for. Silhouette"))
    let vague = try select(Points.blobs(300, 8, centers: 1, spread: 0, seed: 9).points, 6...6).decision
    #expect(vague.rule == .onlyOne && vague.clusters == 6 && vague.eligible.isEmpty)
    #expect(vague.reason.english.hasPrefix("k = 6 is what the configuration asks for. It is not reliable: that takes"))
    #expect(vague.reason.french.hasPrefix("k = 6 est ce que demande la configuration. Il n'est pas fiable : il y"))
  }

  @Test("Where nothing is reproducible, the reason says so")
  func unstable() throws {
    let points = Points.blobs(300, 8, centers: 1, spread: 0, seed: 9).points
    let selection = try select(points, 5...7)
    #expect(selection.decision.eligible.isEmpty)
    #expect(selection.decision.rule == .mostStableOfUnstable)
    #expect(selection.decision.reason.english.contains("No number of clusters between 5 and 7 is reliable"))
    #expect(selection.decision.reason.french.contains("Aucun nombre de clusters entre 5 et 7 n'est fiable"))
  }

  @Test("Three groups along a line: the plain silhouette may say two, the excess says three")
  func notTwoByHabit() throws {
    var generator = SeededGenerator(seed: 3)
    var values: [Double] = []
    for i in 0..<900 {
      values += [Double(i % 3) * 5 + generator.normal(), generator.normal()]
    }
    #expect(try select(Matrix(rows: 900, columns: 2, storage: values)).decision.clusters == 3)
  }

  @Test("A tiny cluster makes a number ineligible")
  func tiny() throws {
    var (points, _) = Points.blobs(1000, 2, centers: 2, spread: 30, seed: 14)
    points[0, 0] = 5000
    let selection = try select(points, 2...4)
    for candidate in selection.candidates where candidate.smallestShare < 0.01 {
      #expect(!selection.decision.eligible.contains(candidate.clusters))
    }
    #expect(selection.candidates.contains { $0.smallestShare < 0.01 })
  }

  @Test("Iris: two is the honest answer, and the reason gives its figures in both languages")
  func iris() throws {
    let selection = try select(Iris.measurements)
    #expect(selection.decision.clusters == 2)
    #expect(selection.decision.reason.english.contains("Silhouette 0.681 against"))
    #expect(selection.decision.reason.french.contains("Silhouette 0,681 contre"))
  }

  @Test("The same evidence with any number of threads")
  func threads() throws {
    let points = Points.blobs(600, 4, centers: 4, spread: 3, seed: 2).points
    let selections = try [1, 2, 3].map { try select(points, 2...5, threads: $0) }
    #expect(selections[0] == selections[1])
    #expect(selections[0] == selections[2])
  }

  @Test("Beyond the sample limit silhouette and bootstrap look at a sample, and say so")
  func sampled() throws {
    let points = Points.blobs(3000, 2, centers: 3, spread: 30, seed: 6).points
    let selection = try KSelection.run(
      points,
      KSelectionOptions(
        range: 2...4, fit: KMeansOptions(clusters: 2, restarts: 3, seed: 1), resamples: 5, sampleLimit: 500))
    #expect(selection.candidates.allSatisfy { $0.silhouette.isSampled && $0.silhouette.count == 500 })
    #expect(selection.fit.labels.count == 3000)
    #expect(selection.decision.clusters == 3)
  }

  @Test("Where no resample has as many distinct points, a number is not eligible and the rest goes on")
  func resamplesTooPoor() throws {
    // Two heaps, and twelve customers alone: hardly a resample has all of them.
    let values = (0..<400).map { Double($0 % 2 * 10) } + (1...12).map { Double($0 * 100) }
    let points = Matrix(rows: 412, columns: 1, storage: values)
    var options = KSelectionOptions(range: 2...14, fit: KMeansOptions(clusters: 2, seed: 3))
    options.resamples = 2
    let selection = try KSelection.run(points, options)
    let poor = selection.candidates.filter { $0.stability.agreements.isEmpty }
    #expect(!poor.isEmpty && poor.allSatisfy { $0.stability.jaccards.allSatisfy(\.isNaN) })
    #expect(!selection.decision.eligible.contains { k in poor.contains { $0.clusters == k } })
    options.range = 14...14
    let asked = try KSelection.run(points, options)
    #expect(asked.decision.clusters == 14)
    #expect(asked.decision.reason.english.contains("cannot be told: no resample has as many different customers"))
    #expect(!asked.decision.reason.french.contains("nan"))
  }

  @Test("A range wider than the points allow is cut; an impossible one is refused")
  func ranges() throws {
    let points = Matrix(rows: 6, columns: 1, storage: [0, 0, 0, 10, 10, 20])
    #expect(try select(points, 2...10).candidates.map(\.clusters) == [2, 3])
    #expect(throws: AnalyticsError.self) { try select(points, 1...3) }
    #expect(throws: AnalyticsError.self) { try select(points, 4...5) }
    #expect(throws: AnalyticsError.self) { try select(Matrix(rows: 0, columns: 1, storage: [])) }
    #expect(throws: AnalyticsError.self) { try select(Matrix(rows: 2, columns: 1, storage: [1, 2])) }
  }
}

@Suite("Kneedle")
struct KneedleTests {
  @Test("The bend of a broken line, and none of a straight one")
  func bends() {
    let x = (2...10).map(Double.init)
    let broken: [Double] = [100, 60, 20, 18, 16, 14, 12, 10, 8]
    #expect(Kneedle.elbow(x, broken) == 4)
    #expect(Kneedle.elbow(x, x.map { 50 - 3 * $0 }) == nil)
    #expect(Kneedle.elbow([1, 2], [5, 1]) == nil)
    #expect(Kneedle.elbow(x, [Double](repeating: 1, count: 9)) == nil)
  }

  @Test("The paper's example, y = −1/x + 5, mirrored: knee at x = 2/9 of the way")
  func paper() {
    // Ten abscissae of 0 … 1; the difference curve is largest at 0.222.
    let x = (0..<10).map { Double($0) / 9 }
    let knee = Kneedle.elbow(x, x.map { 1 / ($0 + 0.1) - 5 })
    #expect(knee == 2.0 / 9)
  }
}
