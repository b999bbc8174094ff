import JSON
import Report
import Testing

@Suite("Reading the JSON outputs of stages")
struct JSONInputTests {
  @Test("Figures: the three that every pipeline has are needed, the rest may be absent")
  func figures() throws {
    let figures = try ReportModel.Figures(
      json: [
        "revenue": 1250.5, "customers": 10, "orders": 25, "retention_rate_90d": 0.5, "leader_segment": "champions",
      ])
    #expect(figures.revenue == 1250.5 && figures.customers == 10 && figures.orders == 25)
    #expect(figures.retentionRate90d == 0.5 && figures.leaderSegment == "champions" && figures.leaderShare == nil)
    #expect { try ReportModel.Figures(json: ["revenue": 1, "orders": 2]) } throws: {
      "\($0)".contains("figures.customers")
    }
  }

  @Test("A recommendation with its contract, and the name of what is missing")
  func recommendation() throws {
    let option: JSON = [
      "interval_steps": 2, "refits_per_year": 6, "refit_cost": 5400, "total_cost": 5400, "recommended": true,
    ]
    let value: JSON = [
      "verdict": "every", "step": "1 month", "interval_steps": 2, "threshold": 0.8,
      "reason": ["en": "why", "fr": "pourquoi"],
      "contract": ["cost_per_refit": 900, "currency": "EUR", "options": [option]],
    ]
    let read = try ReportModel.Recommendation(json: value)
    #expect(read.intervalSteps == 2 && read.reason.fr == "pourquoi" && read.verdict == .every)
    #expect(read.contract?.options.first?.isRecommended == true)
    #expect(read.contract?.options.first?.monitoringCost == nil)
    #expect {
      try ReportModel.Contract(json: ["cost_per_refit": 900, "currency": "EUR", "options": [option, [:]]])
    } throws: { "\($0)".contains("contract.options[1].interval_steps") }
  }

  @Test("Only inside the noise may the interval be missing", arguments: ReportModel.Recommendation.Verdict.allCases)
  func intervals(verdict: ReportModel.Recommendation.Verdict) throws {
    let value: JSON = [
      "verdict": .string(verdict.rawValue), "step": "1 month", "interval_steps": nil, "threshold": 0.8, "reason": "why",
    ]
    if verdict == .insideNoise {
      #expect(try ReportModel.Recommendation(json: value).intervalSteps == nil)
    } else {
      #expect { try ReportModel.Recommendation(json: value) } throws: {
        "\($0)".contains("recommendation.interval_steps")
      }
    }
  }
}
