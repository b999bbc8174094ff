/// A model of how customers come back and leave: one of those on offer, with its parameters.
public enum PurchaseModel: Sendable, Equatable {
  /// Customers may leave after any purchase.
  case betaGeometric(BetaGeometricModel)
  /// Customers may leave at any time.
  case pareto(ParetoModel)

  /// The models on offer, by the names that the config has for them.
  public enum Kind: String, Sendable, CaseIterable {
    /// BG/NBD.
    case betaGeometric = "bg_nbd"
    /// Pareto/NBD.
    case pareto = "pareto_nbd"

    /// The names of the parameters, in the order of standard errors.
    public var parameterNames: [String] {
      switch self {
      case .betaGeometric: ["r", "alpha", "a", "b"]
      case .pareto: ["r", "alpha", "s", "beta"]
      }
    }
  }

  /// Which it is.
  public var kind: Kind {
    switch self {
    case .betaGeometric: .betaGeometric
    case .pareto: .pareto
    }
  }

  /// The parameters, in the order of ``Kind/parameterNames``.
  public var parameters: [Double] {
    switch self {
    case .betaGeometric(let model): [model.r, model.alpha, model.a, model.b]
    case .pareto(let model): [model.r, model.alpha, model.s, model.beta]
    }
  }

  /// Fits a model by maximum likelihood, from several starts.
  public static func fit(
    _ kind: Kind, _ history: RepeatHistory, threads: Int = 1
  ) throws(AnalyticsError) -> (model: PurchaseModel, report: FitReport) {
    switch kind {
    case .betaGeometric:
      let (model, report) = try BetaGeometricModel.fit(history, threads: threads)
      return (.betaGeometric(model), report)
    case .pareto:
      let (model, report) = try ParetoModel.fit(history, threads: threads)
      return (.pareto(model), report)
    }
  }

  /// The probability that the customer has not left.
  public func alive(repeats: Double, lastAt: Double, age: Double) -> Double {
    switch self {
    case .betaGeometric(let model): model.alive(repeats: repeats, lastAt: lastAt, age: age)
    case .pareto(let model): model.alive(repeats: repeats, lastAt: lastAt, age: age)
    }
  }

  /// The expected number of purchases in the next `time` of a customer who has not left.
  func expectedWhenAlive(in time: Double, repeats: Double, age: Double, precision: Double = 1e-17) -> Double {
    switch self {
    case .betaGeometric(let model):
      model.expectedWhenAlive(in: time, repeats: repeats, age: age, precision: precision)
    case .pareto(let model):
      model.expectedWhenAlive(in: time, repeats: repeats, age: age)
    }
  }

  /// The expected number of purchases in the next `time`.
  public func expectedPurchases(in time: Double, repeats: Double, lastAt: Double, age: Double) -> Double {
    guard time > 0 else { return 0 }
    return alive(repeats: repeats, lastAt: lastAt, age: age) * expectedWhenAlive(in: time, repeats: repeats, age: age)
  }

  /// Refits on other weights of the same histories, from this model.
  /// - Parameter curvature: the inverse of the second derivatives, of histories much like these.
  func refitted(_ history: RepeatHistory, curvature: [[Double]]?) throws(AnalyticsError) -> PurchaseModel {
    switch self {
    case .betaGeometric(let model): .betaGeometric(model.refitted(try .init(history, threads: 1)))
    case .pareto(let model): .pareto(model.refitted(try .init(history, threads: 1), curvature: curvature))
    }
  }

  /// The inverse of the second derivatives of the mean log-likelihood at this model; nil where refits know them exactly.
  func curvature(_ history: RepeatHistory) throws(AnalyticsError) -> [[Double]]? {
    switch self {
    case .betaGeometric: nil
    case .pareto(let model): model.curvature(try .init(history, threads: 1))
    }
  }
}
