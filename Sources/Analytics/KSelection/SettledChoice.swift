/// A number of clusters that evidence chooses, and whose fit further searches leave as it is.
struct SettledChoice<Fit> {
  /// The evidence, by ascending number of clusters.
  let candidates: [KCandidate]
  /// What was chosen and why.
  let decision: KDecision
  /// The fit with the number chosen.
  let fit: Fit

  /// Chooses among fits, and searches the one chosen further until its number stands.
  ///
  /// A better fit of the number chosen is other evidence, by which another may be the one to choose.
  ///
  /// - Parameters:
  ///   - fits: one per number of clusters, by ascending number.
  ///   - weigh: the evidence on each fit, in their order.
  ///   - search: a fit found by a further search of one number, better than the one at the place given; or nil.
  init(
    among fits: [Fit], _ options: KSelectionOptions, weigh: ([Fit]) throws -> [KCandidate],
    search: (_ search: KMeansOptions, _ place: Int) throws -> Fit?
  ) throws {
    var fits = fits
    var searched: Set<Int> = []
    while true {
      let candidates = try weigh(fits)
      let decision = KDecision.choose(candidates, options)
      guard let place = candidates.firstIndex(where: { $0.clusters == decision.clusters }) else {
        preconditionFailure("\(decision.clusters) clusters chosen among none")
      }
      guard searched.insert(decision.clusters).inserted, let further = options.choosing(decision.clusters),
        let better = try search(further, place)
      else {
        self.candidates = candidates
        self.decision = decision
        fit = fits[place]
        return
      }
      fits[place] = better
    }
  }
}
