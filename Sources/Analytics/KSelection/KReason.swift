/// The sentences that say why a number of clusters was chosen.
struct KReason {
  let candidates: [KCandidate]
  let eligible: [KCandidate]
  let elbow: Int?
  let options: KSelectionOptions

  func onlyOne(_ choice: KCandidate) -> Wording {
    let isAsked = options.range.count == 1
    let origin = Wording(
      english: "k = \(choice.clusters) is "
        + (isAsked ? "what the configuration asks for." : "the only number of clusters that could be tried."),
      french: "k = \(choice.clusters) est "
        + (isAsked
          ? "ce que demande la configuration." : "le seul nombre de clusters qui pouvait être essayé."))
    let doubt = Wording(
      english: " It is not reliable: that takes \(demands.english); \(Self.convenience.english).",
      french: " Il n'est pas fiable : il y faudrait \(demands.french) ; \(Self.convenience.french).")
    return (eligible.isEmpty ? origin + doubt : origin) + evidence(choice)
  }

  func largestExcess(_ choice: KCandidate) -> Wording {
    let bend =
      elbow.map {
        Wording(
          english: " The elbow of the inertia is at k = \($0).", french: " Le coude de l'inertie est à k = \($0).")
      } ?? Wording(english: " The inertia has no clear elbow.", french: " L'inertie n'a pas de coude net.")
    return Wording(
      english: "Of the stable numbers of clusters (\(list(eligible))), k = \(choice.clusters) stands out most from a "
        + "shapeless cloud cut in as many, by more than one standard error.",
      french:
        "Parmi les nombres de clusters stables (\(list(eligible))), k = \(choice.clusters) se détache le plus d'un "
        + "nuage sans structure coupé en autant, de plus d'une erreur type."
    ) + evidence(choice) + bend
  }

  func amongEquals(_ choice: KCandidate, _ equals: [KCandidate], isElbow: Bool) -> Wording {
    Wording(
      english: "Of the stable numbers of clusters (\(list(eligible))), k = \(list(equals)) stand out most from a "
        + "shapeless cloud cut in as many, within one standard error of each other; k = \(choice.clusters) is "
        + (isElbow ? "the elbow of the inertia." : "the finest of them."),
      french:
        "Parmi les nombres de clusters stables (\(list(eligible))), k = \(list(equals)) se détachent le plus d'un "
        + "nuage sans structure coupé en autant, à moins d'une erreur type les uns des autres ; k = \(choice.clusters) "
        + "est " + (isElbow ? "le coude de l'inertie." : "le plus fin d'entre eux.")
    ) + evidence(choice)
  }

  func noneEligible(_ choice: KCandidate) -> Wording {
    let isTold = !choice.stability.meanAgreement.isNaN
    let (low, high) = (candidates.first?.clusters ?? 0, candidates.last?.clusters ?? 0)
    return Wording(
      english: "No number of clusters between \(low) and \(high) is reliable: none has \(demands.english). "
        + "k = \(choice.clusters) is \(isTold ? "the most reproducible" : "taken all the same"); \(Self.convenience.english).",
      french: "Aucun nombre de clusters entre \(low) et \(high) n'est fiable : aucun n'a \(demands.french). "
        + "k = \(choice.clusters) est \(isTold ? "le plus reproductible" : "pris malgré tout") ; \(Self.convenience.french)."
    ) + evidence(choice)
  }

  /// What makes a number of clusters reliable.
  private var demands: Wording {
    let (least, share) = (options.leastAgreement, options.leastShare * 100)
    return Wording(
      english: "both a bootstrap ARI of at least \(NumberText.english(least, decimals: 2)) and "
        + "\(NumberText.english(share, decimals: 1)) % of the customers in every cluster",
      french: "à la fois un ARI bootstrap d'au moins \(NumberText.french(least, decimals: 2)) et "
        + "\(NumberText.french(share, decimals: 1)) % des clients dans chaque cluster")
  }

  private static let convenience = Wording(
    english: "read its clusters as a convenience, not as groups that exist",
    french: "ses clusters sont une commodité, non des groupes qui existent")

  /// Silhouette, that of a cloud, and bootstrap agreement, with a plain word on what they are worth.
  private func evidence(_ choice: KCandidate) -> Wording {
    let silhouette = choice.silhouette.mean
    let null = choice.nullSilhouette.mean
    let agreement = choice.stability.meanAgreement
    // Bands of L. Kaufman and P. J. Rousseeuw, "Finding Groups in Data" (1990).
    let band: Wording =
      if !choice.exceedsCloud {
        Wording(
          english: "no more than a shapeless cloud would get: the borders between clusters are a convention",
          french: "pas plus qu'un nuage sans structure : les frontières entre clusters sont une convention")
      } else if silhouette > 0.70 {
        Wording(english: "strong structure", french: "structure forte")
      } else if silhouette > 0.50 {
        Wording(english: "reasonable structure", french: "structure raisonnable")
      } else {
        Wording(
          english: "weak structure: clusters touch, and customers near a border could be in either",
          french: "structure faible : les clusters se touchent, et un client proche d'une frontière pourrait être dans "
            + "l'un ou l'autre")
      }
    let firmness =
      agreement.isNaN
      ? Wording(
        english: "how reproducible it is cannot be told: no resample has as many different customers",
        french: "sa reproductibilité ne peut être dite : aucun rééchantillon n'a autant de clients différents")
      : Wording(
        english: "bootstrap ARI \(NumberText.english(agreement, decimals: 3))",
        french: "ARI bootstrap \(NumberText.french(agreement, decimals: 3))")
    return Wording(
      english: " Silhouette \(NumberText.english(silhouette, decimals: 3)) against "
        + "\(NumberText.english(null, decimals: 3)) for a shapeless cloud (\(band.english)); \(firmness.english).",
      french: " Silhouette \(NumberText.french(silhouette, decimals: 3)) contre "
        + "\(NumberText.french(null, decimals: 3)) pour un nuage sans structure (\(band.french)) ; \(firmness.french).")
  }

  private func list(_ candidates: [KCandidate]) -> String {
    candidates.map { String($0.clusters) }.joined(separator: ", ")
  }
}

extension Wording {
  fileprivate static func + (a: Wording, b: Wording) -> Wording {
    Wording(english: a.english + b.english, french: a.french + b.french)
  }
}
