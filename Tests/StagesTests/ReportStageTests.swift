import Engines
import JSON
import PipelineModel
import Stages
import TestSupport
import Testing

@Suite("The report stage", .enabled(if: ChartLibrary.path != nil, "needs plotly.min.js (make deps)"))
struct ReportStageTests {
  @Test("Without any input every page is absent, and the dashboard is whole")
  func nothing() throws {
    let bench = try ReportBench()
    let manifest = try #require(try bench.run([]))
    for part in [
      "summary", "segments", "cohorts", "evolution", "lifetime", "scenarios", "baskets", "people", "clusters",
      "stability", "ledger", "run",
    ] {
      #expect(try bench.data(part) == .null, "\(part)")
    }
    #expect(try bench.data("meta")["title"]?.string == "")
    let paths = manifest.files.map(\.path)
    for path in ["index.html", "assets/plotly.min.js", "assets/style.css", "data/meta.js"] {
      #expect(paths.contains("dashboard/" + path))
    }
    #expect(manifest.format == .files && manifest.rows == nil)
    #expect(try ReportBench().run([])?.digest == manifest.digest)
  }

  @Test("Rejected rows are counted by the kind of their reason, whatever value it quotes")
  func reasons() throws {
    let bench = try ReportBench()
    let reasons = [
      #"price: negative: "-3""#, #"price: negative: "-4.50""#, #"price: negative: "a "quoted"; text""#,
      #"quantity: not a whole number: "x"; price: missing"#,
      #"quantity: not a whole number: "1; 2"; price: missing"#,
      #"quantity: not a whole number: "y"; price: negative: "-1""#, "4 fields instead of 8",
    ]
    let rows = reasons.enumerated().map { index, reason in
      "SELECT 'day.csv' AS source_file, \(index + 2) AS source_line, repeat('é', \(400 + 100 * index)) AS raw, '\(reason)' AS reason"
    }
    _ = try bench.run([try bench.table("read.rejects", rows.joined(separator: " UNION ALL "))])
    let ledger = try bench.data("ledger")
    // The words are labels of the page: here their keys.
    func words(_ row: JSON) -> String {
      (row["reason"]?.array ?? []).map { part in
        let values = part["values"]
        let known = [values?["field"]?.string, values?["fault"]?["key"]?.string, values?["value"]?.string]
        let numbers = [values?["found"]?.double, values?["wanted"]?.double].compactMap { $0.map { "\(Int($0))" } }
        return ([part["key"]?.string] + known + numbers).compactMap { $0 }.joined(separator: " ")
      }.joined(separator: "; ")
    }
    let counted = ledger["reasons"]?.array?.map { "\($0["rows"]?.int ?? 0) \(words($0))" }
    #expect(
      counted == [
        "3 reject.field price reject.negative",
        "2 reject.field quantity reject.notWhole; reject.field price reject.missing", "1 reject.fields 4 8",
        "1 reject.field quantity reject.notWhole; reject.field price reject.negative",
      ])
    let shown = ledger["rejects"]?.array ?? []
    #expect(shown.compactMap { $0["line"]?.int } == [2, 3, 4, 5, 6, 7, 8])
    #expect(shown.compactMap { $0["raw"]?.string?.count } == [400, 500, 501, 501, 501, 501, 501])
    #expect(shown.first.map(words) == "reject.value price reject.negative -3")
    #expect(shown.dropFirst(2).first.map(words) == #"reject.value price reject.negative a "quoted"; text"#)
  }

  private let segments = """
    SELECT 1 AS position, 'champions' AS segment, CAST(3 AS BIGINT) AS customers, 1.0::DOUBLE AS customer_share,
      30.5::DECIMAL(38, 4) AS revenue, 1.0::DOUBLE AS revenue_share, CAST(6 AS BIGINT) AS orders,
      5.0::DOUBLE AS average_order_value, 2.0::DOUBLE AS mean_recency_days, 2.0::DOUBLE AS mean_frequency,
      NULL::DOUBLE AS mean_monetary
    UNION ALL SELECT 2, 'hibernants', 0, 0, 0, 0, 0, NULL, NULL, NULL, NULL
    """
  private let scored = """
    SELECT * FROM (VALUES ('a', 5::BIGINT, 5::BIGINT, 5::BIGINT, '555', 20.25::DECIMAL(18, 4)),
      ('b', 5, 5, 1, '551', 10.25), ('c', 1, 3, 1, '131', 0)) AS t(customer_id, r_score, f_score, m_score, rfm_code, monetary)
    """

  @Test("Inputs are known by their columns: stages may have any name, and two outputs the same")
  func lookup() throws {
    let bench = try ReportBench()
    let others = try bench.table("facts.customers", "SELECT 'a' AS customer_id, 1 AS recency_days")
    let tiers = try bench.table("tiers.customers", scored)
    _ = try bench.run([others, tiers, try bench.table("tiers.segments", segments)])
    let page = try bench.data("segments")
    #expect(page["grid"]?.string == "seed_six")
    #expect(page["rows"]?.array?.compactMap { $0["segment"]?.string } == ["champions"])
    #expect(page["rows"]?.array?.first?["revenue"]?.double == 30.5)
    let cells = page["cells"]?.array?.map {
      [$0["r"]?.double, $0["f"]?.double, $0["customers"]?.double, $0["revenue"]?.double]
    }
    #expect(cells == [[1, 3, 1, 0], [5, 5, 2, 30.5]])

    let again = try bench.table("older.customers", scored)
    #expect {
      _ = try bench.run([tiers, again, try bench.table("tiers.segments", segments)])
    } throws: { error in
      let failure = error as? StageFailure
      return failure?.cause == .usage
        && failure?.message.contains("\"tiers.customers\" and \"older.customers\"") == true
    }
  }

  @Test("Cells left to the rule that takes anything are a remark; that it overlaps every rule is none")
  func gridNotes() throws {
    let bench = try ReportBench()
    let scores = """
      SELECT d AS dimension, s AS score, CASE WHEN d = 'F' AND s IN (2, 4) THEN 0 ELSE 1 END::BIGINT AS customers
      FROM (VALUES ('R'), ('F'), ('M')) AS a(d), (SELECT unnest(range(1, 6)) AS s)
      """
    let lint = """
      SELECT 'overlap' AS finding, 1::BIGINT AS position, 'champions' AS segment, 2::BIGINT AS other_position,
        'clients_fideles' AS other_segment, NULL::VARCHAR AS cell, 8::BIGINT AS cells, 1::BIGINT AS customers
      UNION ALL SELECT 'overlap', 1, 'champions', 7, 'autre', NULL, 8, 1
      UNION ALL SELECT 'overlap', 2, 'clients_fideles', 3, 'potentiels_fideles', NULL, 27, 2
      """
    _ = try bench.run([
      try bench.table("rfm.customers", scored), try bench.table("rfm.segments", segments),
      try bench.table("rfm.scores", scores), try bench.table("rfm.grid_lint", lint),
    ])
    let page = try bench.data("segments")
    let notes = page["lint"]?.array ?? []
    #expect(notes.compactMap { $0["kind"]?.string } == ["uncovered", "overlap", "overlap"])
    // The six seed rules leave 62 of 125 cells to the seventh; 551 and 131 are among them.
    #expect(notes.first?["cells"]?.int == 62 && notes.first?["total"]?.int == 125)
    #expect(notes.first?["segments"] == ["autre"] && notes.first?["customers"]?.int == 2)
    #expect(notes.first?["examples"] == ["131", "551"])
    #expect(notes.dropLast().last?["segments"] == ["champions", "clients_fideles"])
    // Of the 27 cells that both hold, 8 are the champions', and the two customers there with them.
    #expect(notes.last?["segments"] == ["clients_fideles", "potentiels_fideles"])
    #expect(notes.last?["cells"] == 19 && notes.last?["customers"] == 0)
    let remarks = page["notes"]?.array?.compactMap { $0["en"]?.string } ?? []
    #expect(remarks.count == 1 && remarks.first?.contains("Frequency: 2 of 5 scores hold no customer") == true)
    #expect(remarks.first?.contains("1; 0; 1; 0; 1") == true)
  }

  @Test(
    "Why scores hold no customer",
    arguments: [
      ("quantile", 1, "there are fewer customers than scores", "il y a moins de clients que de scores"),
      ("quantile", 9, "equal values share a score", "des valeurs égales partagent un score"),
      ("custom", 9, "nobody lies between the cut points set", "personne ne se trouve entre les bornes fixées"),
    ])
  func emptyScores(method: String, customers: Int, english: String, french: String) throws {
    let bench = try ReportBench()
    let scores = """
      SELECT d AS dimension, s AS score, CASE WHEN s IN (2, 4) THEN 0 ELSE \(customers) END::BIGINT AS customers
      FROM (VALUES ('R'), ('F'), ('M')) AS a(d), (SELECT unnest(range(1, 6)) AS s)
      """
    _ = try bench.run(
      [
        try bench.table("rfm.customers", scored), try bench.table("rfm.segments", segments),
        try bench.table("rfm.scores", scores),
      ], ["rfm.method": .string(method)])
    let notes = try bench.data("segments")["notes"]?.array ?? []
    #expect(notes.count == 3)
    #expect(notes.first?["en"]?.string?.contains("2 of 5 scores hold no customer, because \(english).") == true)
    #expect(notes.first?["fr"]?.string?.contains("n’ont aucun client, car \(french).") == true)
  }

  @Test("Purchases that nobody has looked for are not told as missing", arguments: ["net", "keep", "exclude"])
  func returns(policy: String) throws {
    let bench = try ReportBench()
    let lines = """
      SELECT 3::BIGINT AS returned_quantity, 1::BIGINT AS matched_quantity, 2::BIGINT AS unmatched_quantity,
        4.5::DECIMAL(18, 4) AS matched_value, 5::DECIMAL(18, 4) AS unit_price, 2.0::DOUBLE AS days_to_return
      """
    let files = """
      SELECT 'a.csv' AS source_file, 9::BIGINT AS rows_read, 9::BIGINT AS kept, 0::BIGINT AS rejected,
        0::BIGINT AS duplicates, 0::BIGINT AS anonymous, 0::BIGINT AS zero_price, 1::BIGINT AS returns_matched, 1::BIGINT AS returns_unmatched
      """
    _ = try bench.run(
      [
        try bench.table("clean_returns.returns_ledger", lines), try bench.table("clean_returns.row_ledger", files),
      ], ["returns": .string(policy)])
    let page = try bench.data("ledger")
    #expect(page["returns"]?["quantity"]?.double == 3 && page["returns"]?["value"]?.double == 15)
    let matched = policy == "net"
    #expect(page["returns"]?["matchedQuantity"]?.double == (matched ? 1 : nil))
    #expect(page["returns"]?["unmatchedValue"]?.double == (matched ? 10 : nil))
    #expect(page["files"]?[0]?["unmatched"]?.int == (matched ? 1 : nil))
  }

  @Test("Drift is that of the longest span from the first origin")
  func drift() throws {
    let bench = try ReportBench()
    let rows = """
      SELECT make_timestamp(2024, o, 1, 0, 0, 0) AS origin, h::INTEGER AS horizon_steps, f AS feature,
        (o * 100 + h * 10 + length(f))::DOUBLE AS psi
      FROM (VALUES (1), (2)) AS a(o), (VALUES (1), (2), (3)) AS b(h), (VALUES ('aa'), ('bbb')) AS c(f)
      """
    let advice: JSON = [
      "verdict": "inside_noise", "step": "1 month", "interval_steps": nil, "threshold": 0.7, "reason": "noise",
    ]
    _ = try bench.run([
      try bench.table("study.drift", rows), try bench.json("study.recommendation", advice),
    ])
    let page = try bench.data("stability")
    #expect(page["threshold"]?.double == 0.7)
    #expect(page["drift"]?.array?.compactMap { $0["psi"]?.double } == [133, 132])
    #expect(page["recommendation"]?["interval"] == .null)
  }
}
