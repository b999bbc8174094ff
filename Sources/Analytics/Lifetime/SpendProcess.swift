/// How spend is foretold: by the gamma-gamma model, or by means where it cannot be fitted.
public struct SpendProcess: Sendable {
  /// The fewest customers for a model.
  public static let leastCustomers = 30

  /// What to expect.
  public var model: SpendModel
  /// How the fit went, where there was one.
  public var report: FitReport?
  /// Why means are used; nil where the model is.
  public var reason: Wording?
  /// Customers with repeat purchases whose mean spend is not above 0: they say nothing of the model.
  public var excluded: Int
  /// The correlation of the number of repeat purchases with their mean spend: the model takes it to be 0.
  public var correlation: Double?
  /// The mean over customers of their mean spend.
  public var overall: Double

  /// Fits the model on customers with repeat purchases and spend above 0.
  ///
  /// - Parameters:
  ///   - repeats: purchases after the first one.
  ///   - meanSpends: their mean; nil where there is none.
  ///   - otherwise: the mean spend where no customer bought again.
  public static func fit(
    repeats: [Int64], meanSpends: [Double?], otherwise: Double, threads: Int = 1
  ) throws(AnalyticsError) -> SpendProcess {
    var counts: [Double] = []
    var means: [Double] = []
    var excluded = 0
    for (repeats, mean) in zip(repeats, meanSpends) where repeats > 0 {
      if let mean, mean > 0, mean.isFinite {
        counts.append(Double(repeats))
        means.append(mean)
      } else {
        excluded += 1
      }
    }
    let overall = means.isEmpty ? otherwise : means.reduce(0, +) / Double(means.count)
    var process = SpendProcess(
      model: .mean(overall), report: nil, reason: nil, excluded: excluded,
      correlation: correlation(counts, means), overall: overall)
    let lowest = means.min() ?? 0
    let highest = means.max() ?? 0
    guard means.count >= leastCustomers, highest > lowest * (1 + 1e-9) else {
      let isFew = means.count < leastCustomers
      process.reason = Wording(
        english: isFew
          ? "Only \(means.count) customer\(means.count == 1 ? " has" : "s have") repeat purchases with spend above 0; "
            + "means are used."
          : "All customers spend the same, so there is nothing to model; the mean is used.",
        french: isFew
          ? (means.count == 1 ? "Seul 1 client a" : "Seuls \(means.count) clients ont")
            + " des réachats d'un montant positif ; les moyennes sont utilisées."
          : "Tous les clients dépensent autant : il n'y a rien à modéliser ; la moyenne est utilisée.")
      return process
    }
    let (model, report) = try GammaGammaModel.fit(repeats: counts, means: means, threads: threads)
    process.report = report
    if report.converged, !report.isAtBoundary.contains(true) {
      process.model = .gammaGamma(model)
    } else {
      process.reason = Wording(
        english: "The spend model could not be determined; each customer's own mean is used.",
        french: "Le modèle de dépense n'a pu être déterminé ; la moyenne de chaque client est utilisée.")
    }
    return process
  }

  private static func correlation(_ x: [Double], _ y: [Double]) -> Double? {
    guard x.count > 1 else { return nil }
    let (meanX, meanY) = (x.reduce(0, +) / Double(x.count), y.reduce(0, +) / Double(y.count))
    var (xx, yy, xy) = (0.0, 0.0, 0.0)
    for (x, y) in zip(x, y) {
      xx += (x - meanX) * (x - meanX)
      yy += (y - meanY) * (y - meanY)
      xy += (x - meanX) * (y - meanY)
    }
    let bound = (xx * yy).squareRoot()
    return bound > 0 ? max(-1, min(1, xy / bound)) : nil
  }
}
