import Report

extension Fixture {
  /// Retention and revenue per active customer by age.
  static let ages: [(retention: Double, revenuePerActive: Double)] = [(1, 100), (0.25, 80), (0.95, 60)]

  /// Baskets, lifetime value, scenarios and evolution.
  static func addMarketing(to model: inout ReportModel, _ text: (String) -> String) {
    model.baskets = ReportModel.Baskets(
      orders: 3400, products: 70, ruleCount: 5,
      rules: (1...5).map {
        ReportModel.BasketRule(
          antecedent: [text("Lamp \($0)"), text("Bulb")], consequent: [text("Shade")], support: 0.01 * Double($0),
          confidence: 0.3 + 0.1 * Double($0), lift: 8 - Double($0), orders: 34 * $0)
      })
    model.lifetime = ReportModel.Lifetime(
      method: "bg_nbd", reason: LocalizedText(text("Few came back")), horizonMonths: 12, customers: 1200,
      total: 98_765, low: 90_000, high: 110_000, active: 800, orders: 2100,
      calibration: [
        .init(repeats: 0, orMore: false, customers: 700, predicted: 0.2, actual: 0.25),
        .init(repeats: 1, orMore: true, customers: 500, predicted: 1.2, actual: 1.1),
      ], error: 0.7, holdoutDays: 90)
    model.scenarios = ReportModel.Scenarios(
      results: ["revenue", "clv", "retention"].map {
        .init(
          scenario: text("better"), kind: "segment", target: text("house_rule"), retention: 10, margin: 0, discount: 5,
          measure: $0, baseline: 0.5, value: 0.55)
      },
      targets: [
        .init(kind: "all", target: "", customers: 1200, revenue: 1000, ages: ages),
        .init(kind: "cohort", target: "2024-01", customers: 12, revenue: 0, ages: []),
      ])
    model.evolution = ReportModel.Evolution(
      sizes: ["2023-10-01", "2024-01-01"].flatMap { day in
        ["champions", text("house_rule")].map { .init(at: day, segment: $0, customers: 120, revenue: 3000) }
      },
      moves: [
        .init(from: nil, to: "champions", customers: 10),
        .init(from: "champions", to: text("house_rule"), customers: 20),
        .init(from: text("house_rule"), to: nil, customers: 3),
      ], from: "2023-10-01", to: "2024-01-01", concentration: (1...100).map { ($0, min(1, Double($0) / 50)) })
  }
}
