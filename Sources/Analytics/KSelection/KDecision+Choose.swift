extension KDecision {
  /// Applies the rules, in this order, to the evidence.
  ///
  /// 1. Eligible: bootstrap agreement of at least `leastAgreement` and no cluster below `leastShare`. With none, the
  ///    most reproducible number is returned and the reason says that no structure is reliable.
  /// 2. Eligible numbers are compared by the excess of their silhouette over that of a single shapeless cloud cut in as
  ///    many. The plain silhouette nearly always prefers two, because any cloud is easiest to cut in two; two clusters
  ///    are still chosen where the points really fall in two.
  /// 3. Excesses within one standard error of the largest count as equal: of these the elbow of the inertia, or else
  ///    the largest number, finer clusters at no measurable loss.
  ///
  /// - Precondition: there is at least one candidate.
  static func choose(_ candidates: [KCandidate], _ options: KSelectionOptions) -> KDecision {
    let elbow = Kneedle.elbow(candidates.map { Double($0.clusters) }, candidates.map(\.inertia)).map { Int($0) }
    let eligible = candidates.filter {
      $0.stability.meanAgreement >= options.leastAgreement && $0.smallestShare >= options.leastShare
    }
    let words = KReason(candidates: candidates, eligible: eligible, elbow: elbow, options: options)
    func decide(_ candidate: KCandidate, _ rule: Rule, _ reason: Wording) -> KDecision {
      KDecision(
        clusters: candidate.clusters, rule: rule, eligible: eligible.map(\.clusters), elbow: elbow, reason: reason)
    }
    if candidates.count == 1 { return decide(candidates[0], .onlyOne, words.onlyOne(candidates[0])) }
    guard let best = first(eligible, by: { $0.excess > $1.excess }) else {
      guard let calmest = first(candidates, by: { $0.agreement > $1.agreement }) else {
        preconditionFailure("no number of clusters to choose from")
      }
      return decide(calmest, .mostStableOfUnstable, words.noneEligible(calmest))
    }
    let equals = eligible.filter {
      // The standard error of a difference.
      let error = (best.excessError * best.excessError + $0.excessError * $0.excessError).squareRoot()
      return $0.clusters == best.clusters || best.excess - $0.excess <= error
    }
    if equals.count == 1 { return decide(best, .largestExcess, words.largestExcess(best)) }
    if let choice = equals.first(where: { $0.clusters == elbow }) {
      return decide(choice, .elbowAmongEquals, words.amongEquals(choice, equals, isElbow: true))
    }
    let choice = equals[equals.count - 1]
    return decide(choice, .finestAmongEquals, words.amongEquals(choice, equals, isElbow: false))
  }

  /// The best by a strict order, the first among equals.
  private static func first(_ candidates: [KCandidate], by better: (KCandidate, KCandidate) -> Bool) -> KCandidate? {
    candidates.reduce(nil) { best, next in
      guard let best else { return next }
      return better(next, best) ? next : best
    }
  }
}

extension KCandidate {
  /// The mean agreement of resamples; less than any where none could tell.
  fileprivate var agreement: Double {
    stability.meanAgreement.isNaN ? -.infinity : stability.meanAgreement
  }
}
