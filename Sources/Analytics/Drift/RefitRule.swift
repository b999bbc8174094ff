/// When a model that is held from run to run is to be fitted anew.
public struct RefitRule: Sendable, Equatable {
  /// Why a refit is due.
  public enum Cause: Sendable, Equatable {
    /// A feature's population stability index is above the limit.
    case feature(Int, psi: Double)
    /// More customers than allowed lie far from their centroids.
    case farCustomers(share: Double)
    /// The model is as old as it may become.
    case age(days: Double)
  }

  /// The most that a feature's population stability index may be.
  public var psiLimit: Double
  /// The largest share of customers that may lie far from their centroids.
  public var farLimit: Double
  /// The age at which the model is fitted anew whatever the data say; nil for none.
  public var lifetime: CalendarStep?

  /// Makes a rule.
  public init(psiLimit: Double, farLimit: Double, lifetime: CalendarStep?) {
    self.psiLimit = psiLimit
    self.farLimit = farLimit
    self.lifetime = lifetime
  }

  /// Every cause for a refit; empty where none is due.
  ///
  /// - Parameters:
  ///   - fittedAsOf, asOf: the instants, in microseconds since 1970, as of which the features of the fit and those of
  ///     the reading were taken; nil where they are not known, which leaves age out.
  public func causes(_ reading: DriftReading, fittedAsOf: Int64?, asOf: Int64?) -> [Cause] {
    var causes = reading.psi.enumerated().filter { $0.element > psiLimit }.map {
      Cause.feature($0.offset, psi: $0.element)
    }
    if reading.farShare > farLimit { causes.append(.farCustomers(share: reading.farShare)) }
    if let fittedAsOf, let asOf, let lifetime, lifetime.instant(1, after: fittedAsOf) <= asOf {
      causes.append(.age(days: Double(asOf - fittedAsOf) / Double(Instant.microsecondsPerDay)))
    }
    return causes
  }
}
