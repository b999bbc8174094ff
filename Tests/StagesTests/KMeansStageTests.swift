import DuckDB
import Engines
import JSON
import PipelineModel
import Stages
import TestSupport
import Testing

@Suite("The kmeans stage") struct KMeansStageTests {
  /// Three kinds of customers, 100 of each; `shift` moves the days since the last purchase of the first kind.
  private func inputs(_ bench: StageBench, asOf: String = "2024-01-01", shift: Int = 0, kinds: Int = 3) throws
    -> [InputTable]
  {
    let customers = try bench.table(
      "features.customers",
      """
      SELECT 'c' || (100 * kind + i) AS customer_id,
        (10 + 90 * kind + hash(kind, i) % 9 + CASE WHEN kind = 0 THEN \(shift) ELSE 0 END)::BIGINT AS recency_days,
        (20 - 6 * kind + hash(kind, i, 1) % 3)::BIGINT AS frequency,
        (2000 - 700 * kind + hash(kind, i, 2) % 50)::DECIMAL(18, 4) AS monetary
      FROM range(\(kinds)) AS a(kind), range(100) AS b(i)
      """)
    return [customers, try bench.table("features.window", "SELECT TIMESTAMP '\(asOf)' AS as_of")]
  }

  private static let three: [String: JSON] = ["kmeans.k": 3, "kmeans.bootstrap": 3]

  private func labels(_ bench: StageBench) throws -> [String] {
    try bench.texts("SELECT customer_id, cluster FROM {assignments} ORDER BY ALL")
  }

  @Test("A model that is kept assigns as it did, carries its model over byte by byte, and says how far customers moved")
  func kept() throws {
    let first = try StageBench()
    let fitted = try first.run(KMeansStage(), try inputs(first), Self.three)
    #expect(try first.json(output: "refit")["event"]?.string == "fitted")
    #expect(fitted["migrations"]?.rows == 0)
    for threads in [1, 3] {
      let night = try StageBench()
      let kept = try night.run(
        KMeansStage(), try inputs(night, asOf: "2024-01-11"), Self.three.merging(["kmeans.refit": "hold"]) { $1 },
        threads: threads, held: first.held(fitted))
      #expect(kept["model"] == fitted["model"] && kept["k_selection"] == fitted["k_selection"])
      #expect(kept["assignments"]?.digest == fitted["assignments"]?.digest)
      #expect(kept["profiles"]?.digest == fitted["profiles"]?.digest)
      let refit = try night.json(output: "refit")
      #expect(refit["event"]?.string == "kept" && refit["due"]?.bool == false && refit["age_days"]?.double == 10)
      #expect(refit["features"]?.array?.allSatisfy { $0["psi"]?.double == 0 } == true)
      #expect((refit["far_share"]?.double ?? 1) <= 0.05)
    }
  }

  @Test("A model that is kept refuses what its transform cannot take, as a fit does", arguments: [1, 1_000_000])
  func refused(_ streamedFrom: Int) throws {
    let parameters: [String: JSON] = ["kmeans.stream_from": .int(streamedFrom)]
    let first = try StageBench()
    let fitted = try first.run(KMeansStage(), try inputs(first), Self.three.merging(parameters) { $1 })
    let night = try StageBench()
    var tables = try inputs(night)
    // Returns that were kept as they came took back more than the customer had bought.
    tables[0] = try night.table(
      "features.customers",
      "SELECT * REPLACE (CASE WHEN customer_id = 'c5' THEN -50 ELSE monetary END::DECIMAL(18, 4) AS monetary) "
        + "FROM \(SQL.quoteLiteral(tables[0].files[0]))")
    for policy in ["hold", "when_due"] {
      #expect {
        _ = try night.run(
          KMeansStage(), tables,
          Self.three.merging(parameters) { $1 }.merging(["kmeans.refit": .string(policy)]) { $1 },
          held: first.held(fitted))
      } throws: { error in
        // Where customers are held, whose value it is can be told.
        "\(error)".contains("log1p needs values above")
          && (streamedFrom == 1 || "\(error)".contains("\"monetary\" of customer \"c5\" is -50.0"))
      }
    }
  }

  @Test("Each limit makes a refit due: held says so and keeps, when_due refits and counts who moved")
  func due() throws {
    let first = try StageBench()
    let fitted = try first.run(KMeansStage(), try inputs(first), Self.three)
    let limits: [([String: JSON], String)] = [
      (["kmeans.refit_far": 1], "PSI"), (["kmeans.refit_psi": 100, "kmeans.refit_far": 0.2], "far from their cluster"),
      (["kmeans.refit_psi": 100, "kmeans.refit_far": 1, "kmeans.refit_after": "1 week"], "days old"),
    ]
    for (limit, words) in limits {
      for policy in ["hold", "when_due"] {
        let night = try StageBench()
        let made = try night.run(
          KMeansStage(), try inputs(night, asOf: "2024-01-08", shift: 40),
          Self.three.merging(limit) { $1 }.merging(["kmeans.refit": .string(policy)]) { $1 },
          held: first.held(fitted))
        let refit = try night.json(output: "refit")
        #expect(refit["due"]?.bool == true && refit["causes"]?.array?.count == 1, "\(refit)")
        #expect(refit["causes"]?[0]?["en"]?.string?.contains(words) == true, "\(refit)")
        #expect(refit["event"]?.string == (policy == "hold" ? "kept" : "refitted"))
        #expect((made["model"]?.digest == fitted["model"]?.digest) == (policy == "hold"))
        if policy == "when_due" {
          // Everybody is in the matrix, in the clusters that a fit from nothing gives.
          #expect(try night.texts("SELECT sum(customers) FROM {migrations}") == ["300"])
          let clean = try StageBench()
          let anew = try clean.run(KMeansStage(), try inputs(clean, asOf: "2024-01-08", shift: 40), Self.three)
          #expect(anew["model"]?.digest == made["model"]?.digest)
          #expect(anew["assignments"]?.digest == made["assignments"]?.digest)
          #expect(refit["moved_share"]?.double != nil)
        } else {
          #expect(made["migrations"]?.rows == 0)
        }
      }
    }
  }

  @Test("A refit that was asked for is one, and says so")
  func forced() throws {
    let first = try StageBench()
    let fitted = try first.run(KMeansStage(), try inputs(first), Self.three)
    let night = try StageBench()
    _ = try night.run(
      KMeansStage(), try inputs(night), Self.three.merging(["kmeans.refit": "hold"]) { $1 },
      held: first.held(fitted, renewed: true))
    let refit = try night.json(output: "refit")
    #expect(refit["event"]?.string == "refitted" && refit["moved_share"]?.double == 0, "\(refit)")
    #expect(refit["causes"]?[0]?["en"]?.string == "asked for with --force")
  }

  @Test("A cluster that nobody is in any more keeps its number; the others are described")
  func empty() throws {
    let first = try StageBench()
    let fitted = try first.run(KMeansStage(), try inputs(first), Self.three)
    let night = try StageBench()
    _ = try night.run(
      KMeansStage(), try inputs(night, kinds: 2), Self.three.merging(["kmeans.refit": "hold"]) { $1 },
      held: first.held(fitted))
    #expect(try night.texts("SELECT DISTINCT cluster FROM {profiles} ORDER BY 1") == ["0", "1"])
    #expect(try night.texts("SELECT DISTINCT cluster FROM {assignments} ORDER BY 1") == ["0", "1"])
    #expect(try night.json(output: "refit")["due"]?.bool == true)
  }

  @Test("A model that lacks what a reading needs is not kept, and the refit says why")
  func old() throws {
    let first = try StageBench()
    let fitted = try first.run(KMeansStage(), try inputs(first), Self.three)
    var taken = first.held(fitted)
    let model = try first.json(output: "model")
    let members = (model.object ?? []).filter { $0.key != "reference" }.map { ($0.key, $0.value) }
    taken.tables["model"]?.files = [try first.directory.write("old.json", JSON.members(members).text())]
    let night = try StageBench()
    _ = try night.run(
      KMeansStage(), try inputs(night), Self.three.merging(["kmeans.refit": "hold"]) { $1 }, held: taken)
    let refit = try night.json(output: "refit")
    #expect(refit["event"]?.string == "fitted")
    #expect(refit["causes"]?[0]?["en"]?.string?.contains("does not say what its customers were like") == true)
  }

  @Test("The drift stage adds the interval that the study recommends")
  func drift() throws {
    func verdict(_ age: Int, _ study: String) throws -> JSON {
      let bench = try StageBench()
      let refit = try bench.json(
        "kmeans.refit",
        [
          "event": "kept", "policy": "hold", "causes": [], "fitted_as_of": "2024-01-31T00:00:00.000Z",
          "as_of": .string("2024-0\(age)-29T00:00:00.000Z"), "age_days": 29,
          "features": [["feature": "monetary", "psi": 0.3]], "limits": ["psi": 0.25],
        ])
      let recommendation = try bench.json(
        "stability.recommendation", ["verdict": .string(study), "step": "1 month", "interval_steps": 2])
      _ = try bench.run(DriftStage(), [refit, recommendation])
      #expect(try bench.texts("SELECT * FROM {features}") == ["monetary 0.3 true"])
      return try bench.json(output: "verdict")
    }
    let early = try verdict(2, "every")
    #expect(early["due"]?.bool == false && early["next_refit"]?.string == "2024-03-31T00:00:00.000Z")
    #expect(early["interval"]?.string == "2 months")
    let late = try verdict(4, "every")
    #expect(late["due"]?.bool == true, "\(late)")
    #expect(late["causes"]?[0]?["en"]?.string == "the stability study recommends a refit every 2 months")
    #expect(try verdict(4, "not_observed_beyond")["due"]?.bool == false)
  }
}
