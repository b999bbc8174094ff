extension KMeansRunner {
  /// Different ends of as many searches as the options allow, by ascending inertia.
  ///
  /// One search may stay in a corner that crossing and swaps do not leave. That several, each from starts of its own,
  /// come to the same end is what tells that there is nothing better near; where already all starts do, no second
  /// search follows.
  func found(on points: PointLeaves) throws -> [Run] {
    let starts = try startsSettled(points)
    var population = bettered(starts, points)
    guard different(starts).count > 1 else { return population }
    var confirmations = 0
    for search in 1..<max(options.searches, 1) where confirmations < Self.confirmations {
      let next = bettered(try startsSettled(points, search: search), points)
      if isDifferent(population[0], from: next[0]) {
        confirmations = 0
      } else if !isDifferent(next[0], from: population[0]) {
        confirmations += 1
      }
      population = sorted(population + next)
    }
    return different(population)
  }

  /// Betters ends of starts as a population: pairs are crossed (`KMeansCrossing`), children that would end where others
  /// do are dropped, and the best live on. Once that leads no further, the best one's clusters are swapped
  /// (`KMeansSwaps`); where that does not either, the search ends.
  ///
  /// Where all starts came to one end there is nothing to cross, and it is likely to be the best. The more points, the
  /// fewer parents and swaps, so that the search costs about as much as the starts. Source of the idea: D. Gribel and
  /// T. Vidal, "HG-means: a scalable hybrid genetic algorithm for minimum sum-of-squares clustering", Pattern
  /// Recognition 88 (2019); here nothing is left to chance but the starts.
  ///
  /// - Parameter starts: by ascending inertia.
  /// - Returns: different ends, by ascending inertia.
  func bettered(_ starts: [Run], _ points: PointLeaves) -> [Run] {
    let place = trial(points) ?? layout.octets
    let parents = max(Self.leastParents, min(options.restarts, Self.mostParents, Self.parentBudget / points.count))
    let limit = swapLimit(place.count)
    let swaps = KMeansSwaps(place, k: k)
    var population = Array(different(starts).prefix(parents))
    var isNew = population.map { _ in true }
    var isBetter = true
    var isSwapped = false
    while population.count > 1 {
      var children = crosses(population, isNew)
      if (!isBetter || children.isEmpty) && !isSwapped {
        children += swaps.candidates(from: population[0].centroids).prefix(limit).map { Run(centroids: $0) }
        isSwapped = true
      }
      if children.isEmpty { break }
      let ends = settled(children, points, tolerance: options.tolerance * Self.coarse)
      let before = population[0].inertia
      let all = population.map { (run: $0, isNew: false) } + ends.map { (run: $0, isNew: true) }
      let order = all.indices.sorted { (all[$0].run.inertia, $0) < (all[$1].run.inertia, $1) }
      population = []
      isNew = []
      for index in order where population.count < parents && isDifferent(all[index].run, from: population.last) {
        population.append(all[index].run)
        isNew.append(all[index].isNew)
      }
      isBetter = population[0].inertia < before * (1 - KMeans.sameEnd)
      if isBetter { isSwapped = false }
    }
    return population
  }

  /// How many swaps of one end are tried: the more points, the fewer; past the usual number of clusters many more with
  /// each, since ends that crossing alone cannot leave become many.
  private func swapLimit(_ count: Int) -> Int {
    let share = max(1, Double(k) / Self.usualClusters)
    let fourth = share * share * share * share
    // With many clusters this is past what an Int takes.
    let budget = Double(Self.swapBudget) * (fourth * fourth) * (fourth * fourth)
    return max(Self.leastSwaps, Int(min(Double(Self.mostSwaps), budget / Double(count))))
  }

  /// Runs of different ends; the runs are by ascending inertia.
  func different(_ runs: [Run]) -> [Run] {
    var different: [Run] = []
    for run in runs where isDifferent(run, from: different.last) { different.append(run) }
    return different
  }

  private func isDifferent(_ run: Run, from last: Run?) -> Bool {
    guard let last else { return true }
    return run.inertia > last.inertia * (1 + KMeans.sameEnd)
  }

  /// The children of all pairs of which one is new, but those that would end where another does.
  private func crosses(_ population: [Run], _ isNew: [Bool]) -> [Run] {
    var children: [Run] = []
    for one in population.indices {
      for other in 0..<one where isNew[one] || isNew[other] {
        let (first, second) = (population[other], population[one])
        var crossing = KMeansCrossing(
          first.centroids + second.centroids, first.sizes + second.sizes, width: width.count)
        let child = Run(centroids: crossing.merged(to: k))
        if !population.contains(where: { isNear(child, $0) }), !children.contains(where: { isNear(child, $0) }) {
          children.append(child)
        }
      }
    }
    return children
  }

  /// Whether centroids are so near to others that they would settle in the same places.
  private func isNear(_ run: Run, _ other: Run) -> Bool {
    let d = width.count
    let limit = Self.samePlaces * layout.all.meanVariance
    var sum = 0.0
    for c in 0..<k {
      var least = Double.infinity
      for o in 0..<k {
        var square = 0.0
        for j in 0..<d {
          let difference: Double = run.centroids[c &* d &+ j] - other.centroids[o &* d &+ j]
          square += difference * difference
        }
        least = min(least, square)
      }
      sum += least
      if sum > limit { return false }
    }
    return true
  }

  /// How often further searches must come to the best end again for the last of them.
  private static var confirmations: Int { 2 }
  /// Squared distances of centroids to others' nearest ones that tell them apart, relative to the mean variance.
  private static var samePlaces: Double { 1e-2 }
  /// Fewest and most parents, and parents times points. All pairs are crossed, so many cost much.
  private static var leastParents: Int { 5 }
  private static var mostParents: Int { 50 }
  private static var parentBudget: Int { 50_000 }
  /// Fewest and most swaps tried of one end, and swaps times points for a usual number of clusters.
  private static var leastSwaps: Int { 3 }
  private static var mostSwaps: Int { 96 }
  private static var swapBudget: Int { 1 << 14 }
  private static var usualClusters: Double { 10 }
}
