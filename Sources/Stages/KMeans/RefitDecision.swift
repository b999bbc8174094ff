internal import Analytics
internal import JSON
internal import PipelineModel
internal import Platform

/// What becomes of the clusters in a run: fitted for the first time, kept, or fitted anew; and why.
struct RefitDecision {
  enum Event: String {
    /// There was no model that could be kept.
    case fitted
    /// The published model assigns the customers.
    case kept
    /// A new model takes the place of the published one.
    case refitted
  }

  let event: Event
  /// Whether a refit was or is due by the rule.
  let isDue: Bool
  /// Why, in words.
  let causes: [Wording]
  /// How far the customers have moved from those that the published model was fitted on; nil without one.
  let reading: DriftReading?

  /// Decides for customers who stand to the published model as `reading` says.
  ///
  /// - Parameter names: what the features are called, in the model's order.
  init(
    _ policy: String, forced: Bool, _ rule: RefitRule, _ published: PublishedModel, _ reading: DriftReading,
    asOf: Int64?, names: [Wording]
  ) {
    let due = rule.causes(reading, fittedAsOf: published.asOf, asOf: asOf)
    self.reading = reading
    isDue = !due.isEmpty
    let reasons = due.map { Self.wording($0, rule, names) }
    if forced {
      event = .refitted
      causes = [Wording(english: "asked for with --force", french: "demandé par --force")] + reasons
    } else {
      event = policy == "when_due" && isDue ? .refitted : .kept
      causes = reasons
    }
  }

  /// The decision where nothing is held.
  init(fittedBecause cause: Wording?) {
    event = .fitted
    isDue = false
    causes = cause.map { [$0] } ?? []
    reading = nil
  }

  private static func wording(_ cause: RefitRule.Cause, _ rule: RefitRule, _ names: [Wording]) -> Wording {
    switch cause {
    case .feature(let index, let psi):
      let name = names[index]
      return wording { style in
        let (value, limit) = (NumberText.fixed(psi, 3, style), NumberText.fixed(rule.psiLimit, 3, style))
        return style == .english
          ? "the distribution of “\(name.english)” has moved: its PSI is \(value), above \(limit)"
          : "la distribution de « \(name.french) » a bougé : son PSI est de \(value), au-dessus de \(limit)"
      }
    case .farCustomers(let share):
      return wording { style in
        let (share, limit) = (NumberText.percent(share, style), NumberText.percent(rule.farLimit, style))
        return style == .english
          ? "\(share) of the customers are far from their cluster, above \(limit)"
          : "\(share) des clients sont loin de leur cluster, au-dessus de \(limit)"
      }
    case .age(let days):
      let (age, step) = (Int(days), rule.lifetime)
      return Wording(
        english: "the model is \(age) \(age == 1 ? "day" : "days") old, and \(step?.text(steps: 1) ?? "") is its limit",
        french: "le modèle a \(age) \(age < 2 ? "jour" : "jours"), et \(step?.frenchText(steps: 1) ?? "") est sa limite"
      )
    }
  }

  private static func wording(_ text: (NumberText.Style) -> String) -> Wording {
    Wording(english: text(.english), french: text(.french))
  }

  // MARK: - JSON

  /// The output `refit`.
  func json(
    policy: String, rule: RefitRule, _ features: [String], fittedAsOf: Int64?, asOf: Int64?, customersAtFit: Int,
    customers: Int, comparison: PartitionComparison?
  ) -> JSON {
    func stamp(_ instant: Int64?) -> JSON { instant.map { .string(Instant(microseconds: Int($0)).precise) } ?? nil }
    let age = zip(asOf, fittedAsOf).map { Double($0 - $1) / Double(Analytics.Instant.microsecondsPerDay) }
    return [
      "policy": .string(policy), "event": .string(event.rawValue), "due": .bool(isDue),
      "causes": .array(causes.map { ["en": .string($0.english), "fr": .string($0.french)] }),
      "fitted_as_of": stamp(fittedAsOf), "as_of": stamp(asOf),
      "age_days": age.map { .double(($0 * 1000).rounded() / 1000) } ?? nil,
      "customers_at_fit": .int(customersAtFit), "customers": .int(customers),
      "features": .array(
        features.indices.map { index in
          ["feature": .string(features[index]), "psi": .double(reading?.psi[index] ?? 0)]
        }),
      "far_share": reading.map { .double($0.farShare) } ?? nil,
      "limits": [
        "psi": .double(rule.psiLimit), "far_share": .double(rule.farLimit),
        "age": rule.lifetime.map { .string($0.text(steps: 1)) } ?? nil,
      ],
      "moved_share": comparison.map { .double($0.movedShare) } ?? nil,
      "ari": comparison.map { .double($0.adjustedRand) } ?? nil,
    ]
  }

  private func zip(_ a: Int64?, _ b: Int64?) -> (Int64, Int64)? {
    guard let a, let b else { return nil }
    return (a, b)
  }
}
