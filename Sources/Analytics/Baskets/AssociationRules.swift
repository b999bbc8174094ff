/// Rules from frequent itemsets.
public enum AssociationRules {
  /// Every way of cutting an itemset in two sides that reaches a confidence and a lift.
  ///
  /// Sorted by descending lift, then confidence and support, then by the sides' sizes and items.
  ///
  /// - Parameters:
  ///   - maximumCount: how many rules are too many.
  /// - Throws: `AnalyticsError` where there are more; `CancellationError`.
  public static func derive(
    from frequent: FrequentItemsets, minimumConfidence: Double, minimumLift: Double, maximumCount: Int = .max,
    isCancelled: () -> Bool = { false }
  ) throws -> [AssociationRule] {
    let counts = Dictionary(
      frequent.itemsets.map { ($0.items, $0.count) }, uniquingKeysWith: { first, _ in first })
    var rules: [AssociationRule] = []
    for whole in frequent.itemsets where whole.items.count > 1 {
      let size = whole.items.count
      for mask in 1..<((1 << size) - 1) {
        let antecedent = (0..<size).filter { mask & (1 << $0) != 0 }.map { whole.items[$0] }
        // Parts of a frequent itemset are frequent.
        guard let antecedentCount = counts[antecedent],
          Double(whole.count) / Double(antecedentCount) >= minimumConfidence
        else { continue }
        let consequent = (0..<size).filter { mask & (1 << $0) == 0 }.map { whole.items[$0] }
        guard let consequentCount = counts[consequent] else { continue }
        let rule = AssociationRule(
          antecedent: antecedent, consequent: consequent, count: whole.count, antecedentCount: antecedentCount,
          consequentCount: consequentCount, orders: frequent.orderCount)
        if rule.lift >= minimumLift { rules.append(rule) }
      }
      guard rules.count <= maximumCount else {
        throw AnalyticsError(
          .invalidArgument,
          "more than \(maximumCount) rules reach a confidence of \(minimumConfidence) and a lift of \(minimumLift)")
      }
      if isCancelled() { throw CancellationError() }
    }
    return rules.sorted(by: precedes)
  }

  private static func precedes(_ a: AssociationRule, _ b: AssociationRule) -> Bool {
    if a.lift != b.lift { return a.lift > b.lift }
    if a.confidence != b.confidence { return a.confidence > b.confidence }
    if a.count != b.count { return a.count > b.count }
    if a.antecedent.count != b.antecedent.count { return a.antecedent.count < b.antecedent.count }
    if a.antecedent != b.antecedent { return a.antecedent.lexicographicallyPrecedes(b.antecedent) }
    return a.consequent.lexicographicallyPrecedes(b.consequent)
  }
}
