/// The comparisons of a study, each made once however many origins and strategies need it.
struct StudyPairs {
  private var comparisons: [InstantPair: PartitionComparison]

  /// The comparisons that are needed whatever the data say, in order: each origin's, and those of every schedule.
  static func planned(_ grid: StudyGrid) -> [InstantPair] {
    var needed: Set<InstantPair> = []
    for origin in grid.origins {
      for at in (origin + 1)..<grid.instants.count { needed.insert(InstantPair(model: origin, at: at)) }
    }
    for interval in 1...grid.steps {
      for at in 1...grid.steps { needed.insert(InstantPair(model: (at - 1) / interval * interval, at: at)) }
    }
    return needed.sorted()
  }

  /// Makes the planned comparisons, distinct pairs in parallel.
  init(_ planned: [InstantPair], models: StudyModels, threads: Int) throws {
    let values = try Parallel.tryMap(count: planned.count, threads: threads) { try models.compare(planned[$0]) }
    comparisons = Dictionary(uniqueKeysWithValues: zip(planned, values))
  }

  /// A comparison, made now where it was not planned: refits on demand depend on the ones before.
  subscript(pair: InstantPair, models: StudyModels) -> PartitionComparison {
    mutating get throws {
      if let known = comparisons[pair] { return known }
      let made = try models.compare(pair)
      comparisons[pair] = made
      return made
    }
  }
}
