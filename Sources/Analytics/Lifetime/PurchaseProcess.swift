/// How future purchases are foretold: by the fitted model, or by the plain rate where a model cannot be trusted.
public enum PurchaseProcess: Sendable {
  /// The model and how its fit went.
  case model(PurchaseModel, FitReport)
  /// Repeat purchases per customer and unit of time, the same for everyone, and why.
  case rate(Double, Wording, FitReport?)

  /// The fewest customers with a repeat purchase.
  public static let leastRepeaters = 30.0
  /// The largest standard error of the logarithm of a rate parameter: a factor of e² either way says nothing.
  public static let largestError = 2.0

  /// Fits the model, and judges whether the data bear it.
  ///
  /// - Parameter leastRepeatShare: the least share of customers with a repeat purchase: leaving is seen only in those.
  public static func fit(
    _ history: RepeatHistory, _ kind: PurchaseModel.Kind = .betaGeometric, leastRepeatShare: Double, threads: Int
  ) throws(AnalyticsError) -> PurchaseProcess {
    let customers = history.customers
    let repeaters = history.repeaters
    let exposure = history.exposure
    let rate = exposure > 0 ? history.purchases / exposure : 0
    guard repeaters > 0, exposure > 0 else {
      return .rate(
        rate,
        Wording(
          english: "No customer bought on a second day, so nothing tells who will come back.",
          french: "Aucun client n'a acheté un second jour : rien ne dit qui reviendra."), nil)
    }
    let share = repeaters / customers
    guard repeaters >= leastRepeaters, share >= leastRepeatShare else {
      return .rate(rate, tooFew(repeaters, customers, leastRepeatShare), nil)
    }
    let (model, report) = try PurchaseModel.fit(kind, history, threads: threads)
    if let problem = problem(report) { return .rate(rate, problem, report) }
    return .model(model, report)
  }

  private static func tooFew(_ repeaters: Double, _ customers: Double, _ least: Double) -> Wording {
    let (count, all) = (Int(repeaters), Int(customers))
    let share = 100 * repeaters / customers
    return Wording(
      english:
        "Only \(count) of \(all) customers (\(NumberText.english(share, decimals: 1)) %) bought again: too few to tell "
        + "who has left (at least \(Int(leastRepeaters)) customers and \(NumberText.english(setting: 100 * least)) % "
        + "are asked for). Every customer gets the average rate instead.",
      french:
        "\(count == 1 ? "Seul" : "Seuls") \(count) des \(all) clients (\(NumberText.french(share, decimals: 1)) %) "
        + "\(count == 1 ? "a" : "ont") racheté : trop peu pour "
        + "savoir qui est parti (il en faut au moins \(Int(leastRepeaters)) et \(NumberText.french(setting: 100 * least)) "
        + "%). Chaque client reçoit le rythme moyen.")
  }

  /// Why a fit is not to be used; nil where it is.
  private static func problem(_ report: FitReport) -> Wording? {
    guard report.converged else {
      return Wording(
        english:
          "The fit did not converge from any of \(report.starts.count) starts; the average rate is used instead.",
        french:
          "L'ajustement n'a convergé depuis aucun des \(report.starts.count) départs ; le rythme moyen le remplace.")
    }
    let isOpen = report.isAtBoundary.prefix(2).contains(true)
    // How often customers leave may well lie at an edge (nobody leaves); how often they buy must be known.
    let isVague = report.standardErrors.map { $0.prefix(2).contains { $0 > largestError } } ?? false
    guard isOpen || isVague else { return nil }
    return Wording(
      english:
        "The data do not determine the model: very different purchase rates fit them almost as well. The average rate "
        + "is used instead.",
      french:
        "Les données ne déterminent pas le modèle : des rythmes d'achat très différents s'y ajustent presque aussi "
        + "bien. Le rythme moyen le remplace.")
  }
}
