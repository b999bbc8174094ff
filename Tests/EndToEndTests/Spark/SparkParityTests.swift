import Foundation
import TestSupport
import Testing

extension OnSpark {
  /// The ready pipelines on both engines, row for row: `make test-spark`. Those on real data need the folder that
  /// PALIER_DATA names, and are left out without it.
  @Suite
  struct SparkParityTests {
    private static func realFile(_ path: String) -> String? {
      guard let file = Repository.realData?.appendingPathComponent(path) else { return nil }
      return FileManager.default.fileExists(atPath: file.path) ? file.path : nil
    }

    @Test(
      .enabled(
        if: realFile("olist/olist_orders_dataset.csv") != nil, "needs olist/ in the folder that PALIER_DATA names")
    )
    func olist() throws {
      let file = try #require(Self.realFile("olist/olist_orders_dataset.csv"))
      try compare("olist", "sales=\(URL(fileURLWithPath: file).deletingLastPathComponent().path)", outputs: 30)
    }

    @Test(
      .enabled(
        if: realFile("online_retail/online_retail.csv") != nil,
        "needs online_retail/online_retail.csv in the folder that PALIER_DATA names"))
    func onlineRetail() throws {
      let file = try #require(Self.realFile("online_retail/online_retail.csv"))
      try compare("online_retail", "sales=\(file)", outputs: 40)
    }

    @Test(
      .enabled(if: realFile("rees46/2019-Oct.head.csv") != nil, "needs rees46/ in the folder that PALIER_DATA names"))
    func realEvents() throws {
      try compare("rees46_events", "events=\(#require(Self.realFile("rees46/2019-Oct.head.csv")))", outputs: 25)
    }

    @Test func generatedEvents() throws {
      let folder = try TemporaryDirectory()
      let sample = try PalierProcess.run(
        ["sample", "events", "--kind", "events", "--rows", "20000", "-q"], in: folder.root)
      #expect(sample.code == 0, "\(sample.errors)")
      try compare("rees46_behaviour", "events=\(folder.path("events"))", outputs: 25)
    }

    /// A table with columns, date format and amounts of its own.
    @Test func tables() throws {
      let folder = try TemporaryDirectory()
      var rows = ["customer,date,cds,dollars"]
      for number in 0..<3000 {
        let day = 1 + number * 7 % 28
        rows.append(
          "\(number * number % 331),1997\(number * 5 % 6 + 4 < 10 ? "0" : "")\(number * 5 % 6 + 4)\(day < 10 ? "0" : "")\(day),"
            + "\(number % 5 + 1),\(number * 37 % 9000).\(number % 90 + 10)")
      }
      try folder.write("cdnow.csv", rows.joined(separator: "\n") + "\n")
      try compare("cdnow", "sales=\(folder.path("cdnow.csv"))", outputs: 25)
    }

    /// Runs a ready pipeline on both engines, and compares what both made.
    private func compare(
      _ pipeline: String, _ source: String, outputs: Int, location: SourceLocation = #_sourceLocation
    ) throws {
      let folder = try TemporaryDirectory()
      try FileManager.default.copyItem(
        at: Repository.root.appendingPathComponent("stages"), to: folder.url.appendingPathComponent("stages"))
      let config = try String(
        contentsOf: Repository.root.appendingPathComponent("pipelines/\(pipeline).json"), encoding: .utf8
      ).replacing("../pipeline.schema.json", with: "pipeline.schema.json")
      try folder.write("duckdb.json", config)
      let name = "\"name\": \"\(pipeline)\","
      let engine = "\"engine\": { \"kind\": \"spark\", \"master\": \"local[2]\", \"home\": \"\(SparkCluster.home)\" },"
      try folder.write("spark.json", config.replacing(name, with: name + engine))
      let runs = try ["spark", "duckdb"].map { engine in
        try PalierProcess.run(
          [
            "run", "-c", "\(engine).json", "--output", "output-\(engine)", "--source", source, "--json", "--progress",
            "none",
          ], in: folder.root)
      }
      for run in runs { #expect(run.code == 0, "\(run.errors)", sourceLocation: location) }
      #expect(
        runs[0].digests.count >= outputs && runs[0].digests.keys == runs[1].digests.keys,
        "\(runs[0].digests.count) outputs",
        sourceLocation: location)
      #expect(runs[0].outputs(unlike: runs[1]) == [], sourceLocation: location)
    }
  }
}
