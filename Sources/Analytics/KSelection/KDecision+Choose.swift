extension KDecision {
  /// Applies the rules, in this order, to the evidence.
  ///
  /// 1. Eligible: bootstrap agreement of at least `leastAgreement` and no cluster below `leastShare`. With none, the
  ///    most reproducible number is returned and the reason says that no structure is reliable.
  /// 2. Among the eligible, those within one standard error of the best silhouette count as equals; of these the elbow,
  ///    or else the largest number: finer clusters at no measurable loss.
  /// 3. Two clusters usually mean "good and bad customers". If they win, the eligible number of three or more with the
  ///    best silhouette replaces them when that costs at most `concession` of silhouette and at least two of three
  ///    other measures favour it: the elbow lies beyond two, Davies-Bouldin is lower, Calinski-Harabasz is higher.
  ///
  /// - Precondition: there is at least one candidate.
  static func choose(_ candidates: [KCandidate], _ options: KSelectionOptions) -> KDecision {
    let elbow = Kneedle.elbow(candidates.map { Double($0.clusters) }, candidates.map(\.inertia)).map { Int($0) }
    let eligible = candidates.filter {
      $0.stability.meanAgreement >= options.leastAgreement && $0.smallestShare >= options.leastShare
    }
    func decide(_ candidate: KCandidate, _ rule: Rule, _ words: KReason) -> KDecision {
      KDecision(
        clusters: candidate.clusters, rule: rule, eligible: eligible.map(\.clusters), elbow: elbow,
        reason: words.wording)
    }
    let words = KReason(candidates: candidates, eligible: eligible, elbow: elbow, options: options)
    guard let best = first(eligible, by: { $0.silhouette.mean > $1.silhouette.mean }) else {
      guard let calmest = first(candidates, by: { $0.stability.meanAgreement > $1.stability.meanAgreement }) else {
        preconditionFailure("no number of clusters to choose from")
      }
      return decide(calmest, .mostStableOfUnstable, words.noneEligible(calmest))
    }
    if candidates.count == 1 { return decide(best, .onlyOne, words.onlyOne(best)) }
    let equals = eligible.filter { $0.silhouette.mean >= best.silhouette.mean - best.silhouette.standardError }
    let choice = equals.first { $0.clusters == elbow } ?? equals[equals.count - 1]
    if choice.clusters == 2 {
      let finer = eligible.filter { $0.clusters > 2 }
      if let other = first(finer, by: { $0.silhouette.mean > $1.silhouette.mean }) {
        let votes = votes(for: other, over: choice, elbow)
        if choice.silhouette.mean - other.silhouette.mean <= options.concession && votes.count >= 2 {
          return decide(other, .beyondTwo, words.beyondTwo(other, over: choice, votes))
        }
      }
    }
    if equals.count == 1 { return decide(choice, .bestSilhouette, words.bestSilhouette(choice)) }
    return choice.clusters == elbow
      ? decide(choice, .elbowAmongEquals, words.amongEquals(choice, equals, isElbow: true))
      : decide(choice, .finestAmongEquals, words.amongEquals(choice, equals, isElbow: false))
  }

  /// A measure that favours more than two clusters.
  enum Vote: CaseIterable {
    case elbow
    case daviesBouldin
    case calinskiHarabasz
  }

  private static func votes(for other: KCandidate, over two: KCandidate, _ elbow: Int?) -> [Vote] {
    var votes: [Vote] = []
    if let elbow, elbow > 2 { votes.append(.elbow) }
    if other.daviesBouldin < two.daviesBouldin { votes.append(.daviesBouldin) }
    if other.calinskiHarabasz > two.calinskiHarabasz { votes.append(.calinskiHarabasz) }
    return votes
  }

  /// The best by a strict order, the first among equals.
  private static func first(_ candidates: [KCandidate], by better: (KCandidate, KCandidate) -> Bool) -> KCandidate? {
    candidates.reduce(nil) { best, next in
      guard let best else { return next }
      return better(next, best) ? next : best
    }
  }
}
