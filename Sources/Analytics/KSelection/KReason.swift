/// The sentences that say why a number of clusters was chosen.
struct KReason {
  let candidates: [KCandidate]
  let eligible: [KCandidate]
  let elbow: Int?
  let options: KSelectionOptions
  private(set) var wording = Wording(english: "", french: "")

  init(candidates: [KCandidate], eligible: [KCandidate], elbow: Int?, options: KSelectionOptions) {
    self.candidates = candidates
    self.eligible = eligible
    self.elbow = elbow
    self.options = options
  }

  func onlyOne(_ choice: KCandidate) -> KReason {
    said(
      "k = \(choice.clusters) is the only number of clusters that could be tried. \(quality(choice).english)",
      "k = \(choice.clusters) est le seul nombre de clusters qui pouvait être essayé. \(quality(choice).french)")
  }

  func bestSilhouette(_ choice: KCandidate) -> KReason {
    said(
      "Of the \(eligible.count) stable numbers of clusters (\(list(eligible))), k = \(choice.clusters) has the best "
        + "silhouette by more than one standard error. \(quality(choice).english)\(bend.english)",
      "Parmi les \(eligible.count) nombres de clusters stables (\(list(eligible))), k = \(choice.clusters) a la "
        + "meilleure silhouette, de plus d'une erreur type. \(quality(choice).french)\(bend.french)")
  }

  func amongEquals(_ choice: KCandidate, _ equals: [KCandidate], isElbow: Bool) -> KReason {
    said(
      "k = \(list(equals)) have silhouettes within one standard error of the best; k = \(choice.clusters) is "
        + (isElbow ? "the elbow of the inertia" : "the finest of them") + ". \(quality(choice).english)",
      "k = \(list(equals)) ont des silhouettes à moins d'une erreur type de la meilleure ; k = \(choice.clusters) est "
        + (isElbow ? "le coude de l'inertie" : "le plus fin d'entre eux") + ". \(quality(choice).french)")
  }

  func beyondTwo(_ choice: KCandidate, over two: KCandidate, _ votes: [KDecision.Vote]) -> KReason {
    let loss = two.silhouette.mean - choice.silhouette.mean
    let english = votes.map { vote in
      switch vote {
      case .elbow: "the elbow of the inertia is at \(elbow.map { String($0) } ?? "")"
      case .daviesBouldin: "Davies-Bouldin is lower"
      case .calinskiHarabasz: "Calinski-Harabasz is higher"
      }
    }
    let french = votes.map { vote in
      switch vote {
      case .elbow: "le coude de l'inertie est à \(elbow.map { String($0) } ?? "")"
      case .daviesBouldin: "Davies-Bouldin est plus bas"
      case .calinskiHarabasz: "Calinski-Harabasz est plus haut"
      }
    }
    return said(
      "k = 2 has the best silhouette but only splits customers in two; k = \(choice.clusters) gives up "
        + "\(NumberText.english(loss, decimals: 3)) of it and other measures favour it: "
        + "\(english.joined(separator: ", ")). \(quality(choice).english)",
      "k = 2 a la meilleure silhouette mais ne fait que couper les clients en deux ; k = \(choice.clusters) en cède "
        + "\(NumberText.french(loss, decimals: 3)) et d'autres mesures le préfèrent : "
        + "\(french.joined(separator: ", ")). \(quality(choice).french)")
  }

  func noneEligible(_ choice: KCandidate) -> KReason {
    let least = options.leastAgreement
    let share = options.leastShare * 100
    return said(
      "No number of clusters between \(span) is reliable: none has both a bootstrap ARI of at least "
        + "\(NumberText.english(least, decimals: 2)) and "
        + "\(NumberText.english(share, decimals: 1)) % of the customers in every cluster. k = \(choice.clusters) is the "
        + "most reproducible; read its clusters as a convenience, not as groups that exist. \(quality(choice).english)",
      "Aucun nombre de clusters entre \(span.replacing(" and ", with: " et ")) n'est fiable : aucun n'a à la fois un ARI "
        + "bootstrap d'au moins \(NumberText.french(least, decimals: 2)) et "
        + "\(NumberText.french(share, decimals: 1)) % des clients dans chaque cluster. k = \(choice.clusters) est le plus "
        + "reproductible ; ses clusters sont une commodité, non des groupes qui existent. \(quality(choice).french)")
  }

  private var span: String {
    "\(candidates.first?.clusters ?? 0) and \(candidates.last?.clusters ?? 0)"
  }

  /// Silhouette and bootstrap agreement, with a plain word on what the former is worth.
  private func quality(_ choice: KCandidate) -> Wording {
    let silhouette = choice.silhouette.mean
    // Bands of L. Kaufman and P. J. Rousseeuw, "Finding Groups in Data" (1990).
    let band: Wording =
      silhouette > 0.70
      ? Wording(english: "strong structure", french: "structure forte")
      : silhouette > 0.50
        ? Wording(english: "reasonable structure", french: "structure raisonnable")
        : silhouette > 0.25
          ? Wording(
            english: "weak structure: borders between clusters are a convention",
            french: "structure faible : les frontières entre clusters sont une convention")
          : Wording(english: "no substantial structure", french: "pas de structure notable")
    let agreement = choice.stability.meanAgreement
    return Wording(
      english: "Silhouette \(NumberText.english(silhouette, decimals: 3)) (\(band.english)), bootstrap ARI "
        + "\(NumberText.english(agreement, decimals: 3)).",
      french: "Silhouette \(NumberText.french(silhouette, decimals: 3)) (\(band.french)), ARI bootstrap "
        + "\(NumberText.french(agreement, decimals: 3)).")
  }

  private var bend: Wording {
    guard let elbow else {
      return Wording(english: " The inertia has no clear elbow.", french: " L'inertie n'a pas de coude net.")
    }
    return Wording(
      english: " The elbow of the inertia is at k = \(elbow).", french: " Le coude de l'inertie est à k = \(elbow).")
  }

  private func list(_ candidates: [KCandidate]) -> String {
    candidates.map { String($0.clusters) }.joined(separator: ", ")
  }

  private func said(_ english: String, _ french: String) -> KReason {
    var copy = self
    copy.wording = Wording(english: english, french: french)
    return copy
  }
}
