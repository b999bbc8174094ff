/// The reason for a recommended interval, in words for who signs the contract.
public struct StabilityReason: Sendable, Hashable {
  /// In English.
  public let en: String
  /// In French.
  public let fr: String

  /// Writes the reason for a verdict.
  /// - Parameters:
  ///   - horizons: all of them, at least one.
  ///   - held: the last step before the first crossing; 0 when the first step crosses.
  ///   - crossing: the first horizon below the threshold, if any.
  init(
    _ verdict: StabilityRecommendation.Verdict, horizons: [HorizonSummary], held: Int, crossing: HorizonSummary?,
    isNoiseBelowThreshold: Bool, step: CalendarStep, threshold: Double
  ) {
    let seen = crossing ?? horizons[horizons.count - 1]
    let facts = Facts(
      threshold: threshold, held: held, heldValue: held > 0 ? horizons[held - 1].tenthPercentile : nil,
      lowest: horizons.map(\.tenthPercentile).reduce(1, min), seen: seen, origins: horizons[0].origins,
      isNoiseBelowThreshold: isNoiseBelowThreshold, step: step)
    en = facts.english(verdict)
    fr = facts.french(verdict)
  }
}

/// What both languages say.
private struct Facts {
  let threshold: Double
  let held: Int
  let heldValue: Double?
  let lowest: Double
  /// The crossing, or the last horizon without one.
  let seen: HorizonSummary
  /// Origins at the first horizon.
  let origins: Int
  let isNoiseBelowThreshold: Bool
  let step: CalendarStep

  func english(_ verdict: StabilityRecommendation.Verdict) -> String {
    func number(_ value: Double) -> String { NumberText.english(value, decimals: 3) }
    let limit = NumberText.english(setting: threshold)
    let basis = origins == 1 ? "from a single origin, an anecdote" : "10th percentile over \(origins) origins"
    let at = step.text(steps: seen.steps)
    let noise = number(seen.noiseTenthPercentile)
    var text =
      switch verdict {
      case .every:
        "Refit every \(step.everyText(steps: held)): the agreement (ARI) of the model in use with a fresh refit, \(basis), "
          + "stays at or above \(limit) up to there (\(number(heldValue ?? 0))) and falls to "
          + "\(number(seen.tenthPercentile)) at \(at)."
      case .atMostEveryStep:
        "The interval should be at most \(step.text(steps: 1)): the agreement (ARI) of the model in use with a fresh refit, "
          + "\(basis), is already \(number(seen.tenthPercentile)) after one step, below \(limit)."
          + (seen.isWithinSampling == true ? "" : " A shorter step would tell how much sooner.")
      case .notObservedBeyond:
        "At least \(step.text(steps: held)), not observed beyond: the agreement (ARI) of the model in use with a fresh "
          + "refit, \(basis), never falls below \(limit) within the history (lowest \(number(lowest)))."
      case .insideNoise:
        "No schedule can hold \(limit): at \(at) the agreement (ARI) of the model in use with a fresh refit, \(basis), "
          + "is \(number(seen.tenthPercentile)), yet refits at the same instant with other seeds agree no better "
          + "(\(noise)): they disagree with themselves. Raise kmeans.restarts, choose another k or lower the threshold."
          + (held > 0 ? " Up to \(step.text(steps: held)) the threshold does hold." : "")
      }
    if verdict == .every || verdict == .atMostEveryStep {
      let isFirm = seen.isWithinSampling != true
      text +=
        isNoiseBelowThreshold
        ? " At the 10th percentile, refits with other seeds agree only at \(noise) themselves, so part of the fall is noise and the threshold is "
          + "out of reach right after a refit too."
        : " At the 10th percentile, refits with other seeds agree at \(noise)"
          + (seen.resampledTenthPercentile.map { " and refits on resampled customers of the same day at \(number($0))" }
            ?? "")
          + (isFirm
            ? ": the fall is drift, not noise."
            : ": the clusters are no firmer than that, so refitting more often would not hold them.")
    }
    if origins > 1, seen.origins == 1 { text += " Only one origin reaches \(at)." }
    return text
  }

  func french(_ verdict: StabilityRecommendation.Verdict) -> String {
    func number(_ value: Double) -> String { NumberText.french(value, decimals: 3) }
    let limit = NumberText.french(setting: threshold)
    let basis = origins == 1 ? "sur une seule origine, une anecdote" : "10e centile sur \(origins) origines"
    let at = step.frenchText(steps: seen.steps)
    let noise = number(seen.noiseTenthPercentile)
    var text =
      switch verdict {
      case .every:
        "Réajuster \(step.frenchEveryText(steps: held))\u{a0}: l’accord (ARI) du modèle en service avec un modèle "
          + "réajusté, \(basis), reste au moins égal à \(limit) jusque-là (\(number(heldValue ?? 0))) et tombe à "
          + "\(number(seen.tenthPercentile)) à \(at)."
      case .atMostEveryStep:
        "L’intervalle doit être d’au plus \(step.frenchText(steps: 1))\u{a0}: l’accord (ARI) du modèle en service avec un modèle "
          + "réajusté, \(basis), est déjà de \(number(seen.tenthPercentile)) après un pas, sous \(limit)."
          + (seen.isWithinSampling == true ? "" : " Un pas plus court dirait de combien avancer.")
      case .notObservedBeyond:
        "Au moins \(step.frenchText(steps: held)), rien n’étant observé au-delà\u{a0}: l’accord (ARI) du modèle en service "
          + "avec un modèle réajusté, \(basis), ne passe jamais sous \(limit) dans l’historique (minimum \(number(lowest)))."
      case .insideNoise:
        "Aucune fréquence ne tient \(limit)\u{a0}: à \(at), l’accord (ARI) du modèle en service avec un modèle réajusté, "
          + "\(basis), est de \(number(seen.tenthPercentile)), mais des réajustements au même instant avec d’autres "
          + "graines ne s’accordent pas mieux (\(noise))\u{a0}: ils se contredisent eux-mêmes. Augmenter kmeans.restarts, "
          + "choisir un autre k ou abaisser le seuil."
          + (held > 0 ? " Jusqu’à \(step.frenchText(steps: held)), le seuil tient." : "")
      }
    if verdict == .every || verdict == .atMostEveryStep {
      let isFirm = seen.isWithinSampling != true
      text +=
        isNoiseBelowThreshold
        ? " Au 10e centile, les réajustements avec d’autres graines ne s’accordent eux-mêmes qu’à \(noise)\u{a0}: une part de la baisse est du "
          + "bruit, et le seuil est hors d’atteinte même juste après un réajustement."
        : " Au 10e centile, les réajustements avec d’autres graines s’accordent à \(noise)"
          + (seen.resampledTenthPercentile.map {
            " et ceux sur des clients rééchantillonnés du même jour à \(number($0))"
          } ?? "")
          + (isFirm
            ? "\u{a0}: la baisse est une dérive, pas du bruit."
            : "\u{a0}: les clusters ne sont pas plus fermes que cela, et réajuster plus souvent ne les tiendrait pas.")
    }
    if origins > 1, seen.origins == 1 { text += " Une seule origine atteint \(at)." }
    return text
  }
}
