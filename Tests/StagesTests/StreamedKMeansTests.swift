import DuckDB
import Engines
import Foundation
import JSON
import PipelineModel
import Stages
import TestSupport
import Testing

/// Customers who are not held in memory: what comes out is what would come out if they were.
@Suite("The kmeans stage, streamed") struct StreamedKMeansTests {
  private static let streamed: [String: JSON] = [
    "kmeans.stream_from": 1, "kmeans.k_range": [2, 5], "kmeans.bootstrap": 3,
  ]
  private static let held: [String: JSON] = ["kmeans.k_range": [2, 5], "kmeans.bootstrap": 3]

  /// Four kinds of customers; `shift` moves the days since the last purchase of the first kind.
  private func inputs(_ bench: StageBench, count: Int = 3000, shift: Int = 0) throws -> [InputTable] {
    let customers = try bench.table(
      "features.customers",
      """
      SELECT 'client é ' || i AS customer_id,
        (10 + 90 * (i % 4) + hash(i) % 30 + CASE WHEN i % 4 = 0 THEN \(shift) ELSE 0 END)::BIGINT AS recency_days,
        (30 - 6 * (i % 4) + hash(i, 1) % 5)::BIGINT AS frequency,
        (4000 - 900 * (i % 4) + hash(i, 2) % 500)::DECIMAL(18, 4) AS monetary
      FROM range(\(count)) AS a(i)
      """)
    return [customers, try bench.table("features.window", "SELECT TIMESTAMP '2024-01-01' AS as_of")]
  }

  /// The tables with measures cut to nine digits: sums in another order differ in their last ones.
  private func tables(_ bench: StageBench) throws -> [String] {
    func cut(_ names: String...) -> String { names.map { "printf('%.9g', \($0))" }.joined(separator: ", ") }
    let evidence = cut(
      "inertia", "silhouette", "davies_bouldin", "calinski_harabasz", "bootstrap_ari", "smallest_share")
    let measures = cut("customer_share", "revenue", "revenue_share", "mean", "median", "z_score", "dominance")
    let assignments = try bench.texts(
      "SELECT customer_id, cluster, \(cut("distance")) FROM {assignments} ORDER BY ALL")
    let selection = try bench.texts("SELECT k, chosen, eligible, \(evidence) FROM {k_selection} ORDER BY 1")
    let profiles = try bench.texts(
      """
      SELECT cluster, name_en, name_fr, customers, stability, feature, \(measures) FROM {profiles} ORDER BY ALL
      """)
    return assignments + selection + profiles
  }

  @Test("Where the sample is everybody, clusters, evidence and profiles are those of customers in memory")
  func equal() throws {
    let (memory, disk) = (try StageBench(), try StageBench())
    _ = try memory.run(KMeansStage(), try inputs(memory), Self.held)
    _ = try disk.run(KMeansStage(), try inputs(disk), Self.streamed)
    #expect(try tables(memory) == tables(disk))
    let (ours, theirs) = (try disk.json(output: "model"), try memory.json(output: "model"))
    #expect(ours["k"]?.int == theirs["k"]?.int && ours["reference"]?["bins"] == theirs["reference"]?["bins"])
    #expect(ours["reference"]?["far_customers"]?.int == theirs["reference"]?["far_customers"]?.int)
    #expect(ours["sample"]?.int == 3000 && theirs["sample"] == nil)
  }

  @Test("Content does not depend on the number of threads, and nothing is left in the folder but outputs")
  func threads() throws {
    let digests: [[String: String]] = try [1, 2, 5].map { threads in
      let bench = try StageBench()
      let made = try bench.run(KMeansStage(), try inputs(bench, count: 150_000), Self.streamed, threads: threads)
      let files = try FileManager.default.contentsOfDirectory(atPath: bench.directory.path("stage"))
      #expect(files.filter { !$0.hasSuffix(".parquet") && !$0.hasSuffix(".json") && $0 != ".spill" } == [])
      return made.mapValues(\.digest)
    }
    #expect(digests[0] == digests[1] && digests[0] == digests[2])
  }

  @Test("A model that is kept assigns as it did, and a refit that was asked for counts who moved")
  func kept() throws {
    let first = try StageBench()
    let fitted = try first.run(KMeansStage(), try inputs(first), Self.streamed)
    let hold = Self.streamed.merging(["kmeans.refit": "hold"]) { $1 }
    let night = try StageBench()
    let kept = try night.run(KMeansStage(), try inputs(night), hold, held: first.held(fitted))
    #expect(kept["model"] == fitted["model"] && kept["assignments"]?.digest == fitted["assignments"]?.digest)
    #expect(kept["profiles"]?.digest == fitted["profiles"]?.digest)
    let refit = try night.json(output: "refit")
    #expect(refit["event"]?.string == "kept" && refit["due"]?.bool == false && refit["customers_at_fit"]?.int == 3000)
    // The days of a quarter of the customers have moved: told, in memory and streamed alike.
    let readings = try [Self.streamed, Self.held].map { way in
      let moved = try StageBench()
      _ = try moved.run(
        KMeansStage(), try inputs(moved, shift: 400), way.merging(["kmeans.refit": "hold"]) { $1 },
        held: first.held(fitted))
      return try moved.json(output: "refit")
    }
    #expect(readings[0] == readings[1] && readings[0]["due"]?.bool == true)
    let again = try StageBench()
    let renewed = try again.run(
      KMeansStage(), try inputs(again, shift: 400), hold, held: first.held(fitted, renewed: true))
    #expect(try again.json(output: "refit")["event"]?.string == "refitted")
    #expect((renewed["migrations"]?.rows ?? 0) > 0)
    #expect(try again.texts("SELECT sum(customers) FROM {migrations}") == ["3000"])
  }

  @Test("A cluster that nobody is in any more keeps its number; the others are described")
  func empty() throws {
    let first = try StageBench()
    let fitted = try first.run(
      KMeansStage(), try inputs(first), Self.streamed.merging(["kmeans.k": 4]) { $1 })
    let night = try StageBench()
    let three = try night.table(
      "features.customers",
      "SELECT * FROM (\(Self.threeKinds)) WHERE kind < 3")
    _ = try night.run(
      KMeansStage(), [three], Self.streamed.merging(["kmeans.k": 4, "kmeans.refit": "hold"]) { $1 },
      held: first.held(fitted))
    #expect(try night.texts("SELECT count(DISTINCT cluster) FROM {profiles}") == ["3"])
    #expect(try night.texts("SELECT count(DISTINCT cluster) FROM {assignments}") == ["3"])
  }

  private static let threeKinds = """
    SELECT 'c' || i AS customer_id, i % 4 AS kind, (10 + 90 * (i % 4) + hash(i) % 30)::BIGINT AS recency_days,
      (30 - 6 * (i % 4) + hash(i, 1) % 5)::BIGINT AS frequency,
      (4000 - 900 * (i % 4) + hash(i, 2) % 500)::DECIMAL(18, 4) AS monetary
    FROM range(2000) AS a(i)
    """

  @Test("What cannot be clustered is refused with the customer's name, or the reason")
  func refusals() throws {
    func message(_ select: String, _ set: [String: JSON] = [:]) throws -> String {
      let bench = try StageBench()
      do {
        _ = try bench.run(
          KMeansStage(), [try bench.table("features.customers", select)], Self.streamed.merging(set) { $1 })
        return "done"
      } catch { return "\(error)" }
    }
    let one = "SELECT 'a' AS customer_id, 1::BIGINT AS recency_days, 1::BIGINT AS frequency, 1.0::DOUBLE AS monetary"
    #expect(try message(one + " WHERE false").contains("features.customers has no customer to cluster"))
    #expect(try message(one).contains("too few"))
    let infinite = try message(one + " UNION ALL SELECT 'b', 2, 3, 'inf'::DOUBLE")
    #expect(infinite.contains("a feature of customer b is inf"))
    #expect(try message(one + " UNION ALL SELECT 'b', -5, 3, 4 UNION ALL SELECT 'c', 2, 3, 9").contains("log1p"))
    let same = one.replacing("'a' AS customer_id", with: "'a' || i AS customer_id") + " FROM range(50) AS r(i)"
    #expect(try message(same).contains("distinct"))
  }
}
