import Report

/// Synthetic models: every part present, hostile text everywhere, nothing at all.
enum Fixture {
  /// A model with every part, its texts made by `text` from plain ones.
  static func full(
    language: ReportModel.Language = .english, run: Bool = true, text: (String) -> String = { $0 }
  ) -> ReportModel {
    var model = ReportModel(
      title: text("shop"), language: language, currency: "EUR", asOf: "2024-03-01", summary: summary(text),
      segments: segments(text), clusters: clusters(text), stability: stability(text), ledger: ledger(text),
      parameters: [
        ReportModel.Parameter(text("rfm.bins"), text("5")),
        ReportModel.Parameter("kmeans.k", "auto"),
      ],
      run: run ? Self.run(text) : nil)
    model.cohorts = cohorts()
    model.customers = customers(text)
    model.profile = profile(text)
    addMarketing(to: &model, text)
    return model
  }

  /// Ten customers, whose details are in the shard.
  private static func customers(_ text: (String) -> String) -> ReportModel.Customers {
    var customers = ReportModel.Customers(
      ids: (0..<10).map { text("C\($0)") }, segments: ["champions", text("house_rule")],
      segment: (0..<10).map { $0 % 2 }, recencyDays: (0..<10).map { 10 * $0 }, frequency: (0..<10).map { 10 - $0 },
      monetary: (0..<10).map { 100.5 * Double($0 + 1) }, code: (0..<10).map { _ in "555" })
    customers.cluster = (0..<10).map { $0 % 3 }
    customers.countries = [text("France")]
    customers.country = (0..<10).map { $0 == 0 ? -1 : 0 }
    customers.pAlive = (0..<10).map { $0 == 0 ? nil : 0.5 }
    customers.hasDetails = true
    return customers
  }

  /// The details of the customers.
  static func shard(text: (String) -> String = { $0 }) -> ReportModel.CustomerShard {
    ReportModel.CustomerShard(
      number: 0,
      customers: (0..<10).map { place in
        var detail = ReportModel.CustomerDetail()
        detail.lines = [
          .init(day: "2024-02-01", order: text("O\(place)"), product: text("Lamp"), quantity: 2, amount: 19.9),
          .init(day: "2024-01-01", order: text("O\(place)b"), product: text("Rug"), quantity: -1, amount: -80),
        ]
        detail.recommendations = [
          .init(product: text("Table"), lift: 3.25, confidence: 0.5, source: "association"),
          .init(product: text("Chair"), lift: nil, confidence: nil, source: "segment"),
        ]
        return detail
      })
  }

  private static func cohorts() -> ReportModel.Cohorts {
    ReportModel.Cohorts(
      cells: (1...3).flatMap { month in
        (0...3).map { age in
          let isKnown = month + age <= 3
          return ReportModel.CohortCell(
            cohort: "2023-1\(month - 1)", ageMonths: age, size: 100 * month, active: isKnown ? 100 / (age + 1) : nil,
            retention: isKnown ? 1 / Double(age + 1) : nil, revenue: isKnown ? 5000 : nil,
            valuePerCustomer: isKnown ? 50 * Double(age + 1) : nil)
        }
      },
      curve: (0...2).map {
        ReportModel.CohortAge(
          ageMonths: $0, cohorts: 3 - $0, size: 600, retention: 1 / Double($0 + 1), revenue: 9000,
          valuePerCustomer: 50 * Double($0 + 1))
      },
      figures: ReportModel.CohortFigures(
        cohorts: 3, retentionM1: 0.5, retentionM3: nil, sizeM3: nil, revenue90d: 120, value: 150, valueMonths: 2))
  }

  /// A model without any stage.
  static let empty = ReportModel(title: "empty", language: .english, currency: "EUR", asOf: "2024-03-01")

  static func figures(revenue: Double) -> ReportModel.Figures {
    ReportModel.Figures(
      revenue: revenue, customers: 1200, orders: 3400, averageOrderValue: revenue / 3400,
      averageCustomerValue: revenue / 1200, atRiskCustomers: 42, atRiskRevenue: 12_345.5, opportunities: 17,
      retentionRate90d: 0.41, concentration80Customers: 276, concentration80Share: 0.23, leaderSegment: "champions",
      leaderShare: 0.61)
  }

  private static func summary(_ text: (String) -> String) -> ReportModel.Summary {
    let monthNames = (1...9).map { "2023-0\($0)" } + (10...12).map { "2023-\($0)" } + ["2024-01", "2024-02"]
    return ReportModel.Summary(
      figures: figures(revenue: 512_345.67),
      months: (1...14).map {
        ReportModel.Month(
          month: monthNames[$0 - 1],
          revenue: Double(30_000 + 1_000 * $0), orders: 280,
          customers: 200,
          isPartial: $0 == 14)
      },
      atRisk: (1...5).map {
        ReportModel.AtRiskCustomer(
          customerID: text("C\($0)"), segment: "a_ne_pas_perdre", recencyDays: 200 + $0, frequency: 9,
          monetary: 1_000 - Double($0))
      })
  }

  private static func segments(_ text: (String) -> String) -> ReportModel.Segments {
    let keys = ["champions", "clients_fideles", "hibernants", text("house_rule")]
    let shares = [0.5, 0.3, 0.15, 0.05]
    var made = ReportModel.Segments(
      grid: text("seed_six"), method: "quantile", bins: 5,
      rows: zip(keys, shares).map { key, share in
        ReportModel.SegmentRow(
          segment: key, customers: Int(1200 * share), customerShare: share, revenue: 500_000 * share,
          revenueShare: share, orders: Int(3400 * share), averageOrderValue: 147, meanRecencyDays: 30 / share,
          meanFrequency: 10 * share, meanMonetary: 800 * share)
      },
      cells: (1...5).flatMap { r in
        (1...5).map { ReportModel.ScoreCell(rScore: r, fScore: $0, customers: 10 * r * $0, revenue: Double(99 * r)) }
      },
      lint: [
        ReportModel.GridLintNote(
          kind: .uncovered, segments: ["autre"], cells: 62, cellsTotal: 125, examples: [text("113")], customers: 9),
        ReportModel.GridLintNote(kind: .unreachable, segments: ["hibernants"], cells: 0, cellsTotal: 125),
        ReportModel.GridLintNote(
          kind: .overlap, segments: ["champions", "clients_fideles"], cells: 8, cellsTotal: 125),
      ],
      actions: [
        ReportModel.SegmentAction(
          segment: text("house_rule"), priority: .low, objective: LocalizedText(text("Wait")),
          tactic: LocalizedText(text("Nothing yet")))
      ],
      notes: [LocalizedText(text("Frequency is tied"))])
    made.products = keys.map {
      .init(segment: $0, product: text("Lamp"), revenue: 1200.5, items: 40, customers: 12)
    }
    made.spreads = keys.flatMap { key in
      ["recency", "frequency", "monetary"].map { .init(segment: key, measure: $0, quantiles: [1, 3, 10, 40, 300]) }
    }
    made.months = keys.map { .init(segment: $0, month: "2024-01", revenue: 900, orders: 9, customers: 8) }
    return made
  }

  private static func clusters(_ text: (String) -> String) -> ReportModel.Clusters {
    let features = ["recency_days", "frequency", text("house_feature")]
    return ReportModel.Clusters(
      k: 3, reason: LocalizedText(en: text("the bend is at 3"), fr: text("le coude est à 3")), features: features,
      transform: "log1p", scale: "standard", inertia: 812.4, restarts: 10, seed: 42, elbow: 4,
      selection: (2...6).map {
        ReportModel.KRow(
          k: $0, inertia: 2000 / Double($0), silhouette: 0.5 - Double($0) / 50, silhouetteError: 0.01,
          daviesBouldin: 1, calinskiHarabasz: 900, bootstrapARI: 0.9, chosen: $0 == 3)
      },
      profiles: (1...3).map { number in
        ReportModel.ClusterProfile(
          cluster: number, name: LocalizedText(text("group \(number)")), customers: 400, customerShare: 1.0 / 3,
          revenue: 170_000, revenueShare: 1.0 / 3, jaccard: 0.5 + Double(number) / 8,
          features: features.map { ReportModel.FeatureProfile(feature: $0, mean: 12.5, zScore: Double(number) - 2) })
      },
      comparison: [ReportModel.MethodRow(method: text("ward"), clusters: 3, points: 500, silhouette: 0.4)],
      watch: ReportModel.ModelWatch(
        event: "refitted", isDue: true, causes: [LocalizedText(text("customers moved"))], fittedAsOf: "2024-05-01",
        ageDays: 31, nextRefit: "2024-08-01", farShare: 0.08, farLimit: 0.1,
        features: features.map { ReportModel.DriftRow(feature: $0, psi: 0.12) }, psiLimit: 0.25, movedShare: 0.2,
        migrations: [ReportModel.ClusterMove(from: 1, to: 2, customers: 80)]))
  }

  private static func stability(_ text: (String) -> String) -> ReportModel.Stability {
    var path: [ReportModel.PathRow] = []
    for strategy in ["never", "every_2"] {
      for origin in 1...3 {
        for horizon in 1...6 {
          path.append(
            ReportModel.PathRow(
              strategy: strategy, window: "cumulative", origin: "2023-0\(origin)-01",
              at: "2023-0\(origin + horizon)-01",
              horizonSteps: horizon, ari: 1 - Double(horizon * origin) / 50, ami: 0.8, noiseARI: 0.97, movedShare: 0.1))
        }
      }
    }
    let options = (1...3).map {
      ReportModel.ContractOption(
        intervalSteps: $0, refitsPerYear: 12 / Double($0), refitCost: 10_800 / Double($0), monitoringCost: 600,
        totalCost: 10_800 / Double($0) + 600, misassignedShare: 0.02 * Double($0), isRecommended: $0 == 2)
    }
    return ReportModel.Stability(
      threshold: 0.8, path: path,
      strategies: [
        ReportModel.StrategyRow(
          strategy: "never", meanARI: 0.8, minimumARI: 0.6, shareUnderThreshold: 0.5, refits: 0, cost: 0),
        ReportModel.StrategyRow(
          strategy: text("house_strategy"), meanARI: 0.9, minimumARI: 0.8, shareUnderThreshold: 0, refits: 3, cost: 2700
        ),
      ],
      recommendation: ReportModel.Recommendation(
        step: "1 month", intervalSteps: 2, threshold: 0.8, reason: LocalizedText(text("it holds for two steps")),
        contract: ReportModel.Contract(costPerRefit: 900, currency: "EUR", options: options)),
      drift: [ReportModel.DriftRow(feature: text("house_feature"), psi: 0.12)])
  }

  private static func ledger(_ text: (String) -> String) -> ReportModel.Ledger {
    ReportModel.Ledger(
      files: (1...305).map {
        ReportModel.FileLedger(
          file: text("day-\($0).csv"), read: 100 + $0, kept: 90 + $0, rejected: 4, duplicates: 6, anonymous: 3,
          zeroPrice: 1, returnsMatched: 2, returnsUnmatched: 1)
      },
      returns: ReportModel.ReturnsTotals(
        lines: 900, quantity: 1000, matchedQuantity: 800, unmatchedQuantity: 200, matchedValue: 5000,
        unmatchedValue: 900, medianDaysToReturn: 11),
      rejects: [
        ReportModel.Reject(
          file: text("day-1.csv"), line: 7, raw: text("a;b;c"), reason: [.init(text: text("no order id"))])
      ],
      rejectReasons: [ReportModel.RejectReason(reason: [.init(text: text("no order id"))], rows: 1220)])
  }

  private static func profile(_ text: (String) -> String) -> ReportModel.Profile {
    ReportModel.Profile(
      columns: [
        .init(column: "customer_id", lines: 900, nulls: 90, distinct: 120, minimum: text("A"), maximum: text("Z")),
        .init(column: text("house_column"), lines: 900, nulls: 0, distinct: nil, minimum: nil, maximum: nil),
      ],
      measures: ["quantity", "unit_price", "amount"].map {
        .init(measure: $0, quantiles: [1, 2, 3.5, 8, 900], fences: (-7, 17), outside: (0, 45), lines: 900)
      },
      hours: (1...5).flatMap { day in (9...17).map { .init(weekday: day, hour: $0, orders: 10 * day + $0) } },
      files: 305)
  }

  private static func run(_ text: (String) -> String) -> ReportModel.Run {
    var before = figures(revenue: 450_000)
    before.leaderSegment = "clients_fideles"
    return ReportModel.Run(
      id: text("20240301T020000Z-ab12"), startedAt: "2024-03-01T02:00:00Z", seconds: 3.2,
      versions: [ReportModel.Parameter("palier", "1.0")],
      stages: ["ran", "fresh", "restored", "cut_off", "failed", "skipped", text("odd")].enumerated().map {
        ReportModel.StageRow(
          id: text("stage\($0)"), kind: "sql", verdict: $1,
          reasons: [.init("reason.fileAdded", ["name": .text(text("day-2.csv"))])], seconds: 0.5,
          version: text("v1"), rows: 10, fingerprint: text("ab12"), contentDigest: "cd34",
          reads: $0 > 0 ? [text("stage\($0 - 1)")] + ($0 > 2 ? [text("stage0")] : []) : [],
          madeAt: "2024-03-01T02:00:00Z")
      },
      checks: [
        ReportModel.CheckRow(
          subject: text("rfm.customers"), name: text("unique"),
          finding: .init("finding.rowsOf", ["count": .count(3), "rows": .count(4000)]), isBroken: true),
        ReportModel.CheckRow(
          subject: "rfm.customers", name: "min_rows", finding: .init(text: text("0 rows")), isBroken: false),
      ],
      previous: ReportModel.PreviousFigures(run: text("20240201T020000Z-ab12"), asOf: "2024-02-01", figures: before),
      overrides: [ReportModel.Parameter("kmeans.k", "auto"), ReportModel.Parameter(text("house"), text("x"))])
  }
}
