/// "Orders that hold the antecedent hold the consequent too", with what the orders say of it.
///
/// All measures are quotients of whole numbers, so they do not depend on how they were counted.
public struct AssociationRule: Sendable, Hashable {
  /// The items on the left, ascending.
  public var antecedent: [Int32]
  /// The items on the right, ascending.
  public var consequent: [Int32]
  /// In how many orders both stand.
  public var count: Int
  /// In how many orders the antecedent stands.
  public var antecedentCount: Int
  /// In how many orders the consequent stands.
  public var consequentCount: Int
  /// How many orders there are.
  public var orders: Int

  /// P(A ∧ C).
  public var support: Double { Double(count) / Double(orders) }
  /// P(C | A).
  public var confidence: Double { Double(count) / Double(antecedentCount) }
  /// P(C | A) / P(C): 1 where the two sides are independent.
  public var lift: Double { Double(count) * Double(orders) / (Double(antecedentCount) * Double(consequentCount)) }
  /// P(A ∧ C) − P(A) P(C).
  public var leverage: Double { excess / (Double(orders) * Double(orders)) }

  /// P(A) P(¬C) / P(A ∧ ¬C); nil where the confidence is 1, for which it has no bound.
  public var conviction: Double? {
    guard antecedentCount > count else { return nil }
    return Double(orders - consequentCount) * Double(antecedentCount)
      / (Double(orders) * Double(antecedentCount - count))
  }

  /// Leverage over the most it could be, from −1 to 1; 0 where a side stands in every order.
  ///
  /// Source: T. Zhang, "Association rules" (PAKDD 2000).
  public var zhang: Double {
    let present = Double(count) * Double(orders - antecedentCount)
    let absent = Double(antecedentCount) * Double(consequentCount - count)
    let bound = max(present, absent)
    return bound > 0 ? excess / bound : 0
  }

  /// n² times the leverage, a whole number.
  private var excess: Double { Double(count) * Double(orders) - Double(antecedentCount) * Double(consequentCount) }
}
