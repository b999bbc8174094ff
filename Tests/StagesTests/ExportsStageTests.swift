import DuckDB
import Engines
import Foundation
import JSON
import PipelineModel
import Stages
import TestSupport
import Testing

@Suite(
  "The exports stage",
  .enabled(if: DuckDBLibrary.excelExtensionPath != nil, "reading workbooks back needs the Excel extension (make deps)"))
struct ExportsStageTests {
  /// A table of everything that could go wrong in a cell.
  private let odd = #"""
    SELECT * FROM (VALUES
      ('a', 'x<y & "z"', 1::BIGINT, 10.5::DECIMAL(18, 4), 0.25::DOUBLE, true, DATE '2024-02-29', TIMESTAMP '2024-02-29 18:00:00', ['p', 'q&']),
      ('b', '=1+1', -2, -0.0001, 'NaN'::DOUBLE, false, DATE '1899-01-01', TIMESTAMP '2011-12-09 12:50:00', []),
      ('c', '  two spaces  ', 9007199254740993, 12345678901234.5678, 'inf'::DOUBLE, NULL, NULL, NULL, NULL),
      ('d', 'bell' || chr(7) || ' line' || chr(10) || 'next', 0, 0, 1e-7, true, DATE '2024-01-01', TIMESTAMP '2024-01-01', ['r']),
      ('e', '', NULL, NULL, NULL, NULL, NULL, NULL, NULL),
      ('f', 'مرحبا 😀 ' || chr(8238) || 'abc', 5, 5, 5, false, DATE '2024-01-01', TIMESTAMP '2024-01-01', ['s']),
      ('g', repeat('é', 10000), 6, 6, 6, false, DATE '2024-01-01', TIMESTAMP '2024-01-01', ['t'])
    ) AS t(id, name, count, amount, share, flag, day, at_time, list)
    """#

  private func sheet(_ bench: StageBench, _ name: String) throws -> [[Value]] {
    let path = bench.directory.path("stage/files/workbook.xlsx")
    let extensionPath = try #require(DuckDBLibrary.excelExtensionPath)
    _ = try bench.rows("SELECT 1")
    let connection = try Connection(Database())
    try connection.execute("LOAD \(SQL.quoteLiteral(extensionPath))")
    return try connection.execute(
      "SELECT * FROM read_xlsx(\(SQL.quoteLiteral(path)), sheet = \(SQL.quoteLiteral(name)), header = true, "
        + "stop_at_empty = false)"
    ).rows()
  }

  @Test("Each cell of the workbook is what the table holds, of its type")
  func cells() throws {
    let bench = try StageBench()
    _ = try bench.run(ExportsStage(), [try bench.table("some.odd", odd)])
    let rows = try sheet(bench, "some-odd")
    #expect(rows.count == 7)
    let names = rows.map { $0[1] == .null ? "" : "\($0[1])" }
    #expect(
      names == [
        #"x<y & "z""#, "=1+1", "  two spaces  ", "bell line\nnext", "", "مرحبا 😀 \u{202E}abc",
        String(repeating: "é", count: 10_000),
      ])
    #expect(rows[0][2] == .double(1) && rows[1][2] == .double(-2))
    #expect(rows[0][3] == .double(10.5) && rows[1][3] == .double(-0.0001))
    #expect(rows[0][4] == .double(0.25) && rows[1][4] == .null && rows[2][4] == .null && rows[3][4] == .double(1e-7))
    #expect(rows[0][5] == .bool(true) && rows[1][5] == .bool(false) && rows[2][5] == .null)
    #expect("\(rows[0][6])" == "2024-02-29", "\(rows[0][6])")
    #expect("\(rows[0][7])".hasPrefix("2024-02-29 18:00:00"), "\(rows[0][7])")
    #expect(rows[0][8] == .string("p + q&") && rows[1][8] == .null)
    #expect(rows[4].dropFirst().allSatisfy { $0 == .null || $0 == .string("") })
  }

  @Test("Equal tables make equal workbooks, whatever the threads; the contents name every sheet")
  func determinism() throws {
    let many = """
      SELECT i AS id, 'customer ' || (i * 7919) % 5000 AS name, (i * 31 % 977)::DECIMAL(18, 4) AS amount
      FROM range(0, 70000) AS r(i)
      """
    let digests = try [1, 2].map { threads in
      let bench = try StageBench()
      let tables = [
        try bench.table("some.odd", odd), try bench.table("many.customers", many),
        try bench.table("a_stage_with_a_very_long_name_indeed.rows", "SELECT 1 AS one WHERE false"),
      ]
      let made = try bench.run(ExportsStage(), tables, threads: threads)
      if threads == 2 {
        let contents = try sheet(bench, "contents")
        #expect(
          contents.map { "\($0[0]) \($0[1]) \($0[2])" } == [
            "some-odd 7.0 9.0", "many-customers 70000.0 3.0", "a_stage_with_a_very_long_name_i 0.0 1.0",
          ])
        let counted = try sheet(bench, "many-customers")
        #expect(counted.count == 70_000)
        #expect(Set(counted.map { "\($0[0])" }).count == 70_000)
      }
      return try #require(made["files"]?.digest)
    }
    #expect(digests[0] == digests[1])
  }

  @Test("A csv file is the same beside a workbook as the engine makes it alone", arguments: [",", ";", "tab"])
  func csvFiles(separator: String) throws {
    // Every character that a writer could treat in its own way, at the beginning, in the middle and at the end.
    let characters = """
      SELECT i AS number, chr(i) || 'x' AS "first, column", 'x' || chr(i) || 'y' AS middle, 'x' || chr(i) AS "la""st",
        [chr(i), 'é'] AS list
      FROM (SELECT CAST(n AS INTEGER) AS i FROM range(1, 400) AS r(n))
      """
    let formulas = """
      SELECT * FROM (VALUES ('=a', -1, [-1, 2]), ('''=a', 2, []), ('-', NULL, NULL), ('', 3, [4]), (NULL, 0, [5]),
        ('z', 1, [6]), ('A', 1, [7])) AS t(text, number, list)
      """
    let files = ["some-odd.csv", "many-characters.csv", "few-formulas.csv", "no-rows.csv"]
    let made = try [true, false].map { excel in
      let bench = try StageBench()
      let tables = [
        try bench.table("some.odd", odd), try bench.table("many.characters", characters),
        try bench.table("few.formulas", formulas), try bench.table("no.rows", "SELECT 1 AS one WHERE false"),
      ]
      _ = try bench.run(
        ExportsStage(), tables,
        ["exports.excel": .bool(excel), "exports.separator": .string(separator), "exports.byte_order_mark": true])
      return try files.map { try Data(contentsOf: URL(fileURLWithPath: bench.directory.path("stage/files/\($0)"))) }
    }
    for (index, file) in files.enumerated() { #expect(made[0][index] == made[1][index], "\(file)") }
    #expect(made[0][0].count > 20_000 && made[0][1].count > 9_000)
  }

  @Test("What to do for each segment and the contract are exported for people to act on")
  func actions() throws {
    let bench = try StageBench()
    let segments = """
      SELECT * FROM (VALUES ('champions', 3::BIGINT, 900::DECIMAL(18, 4), 30.0), ('a_ne_pas_perdre', 1, 100, 20.0),
        ('hibernants', 0, 0, NULL)) AS s(segment, customers, revenue, average_order_value)
      """
    let recommendation: JSON = [
      "step": "1 month", "verdict": "every", "interval_steps": 2, "threshold": 0.8,
      "reason": ["en": "because", "fr": "parce que"],
      "contract": [
        "cost_per_refit": 900, "currency": "EUR",
        "options": [
          [
            "interval_steps": 2, "refits_per_year": 6, "refit_cost": 5400, "total_cost": 5400, "misassigned_share": 0.1,
            "recommended": true,
          ]
        ],
      ],
    ]
    _ = try bench.run(
      ExportsStage(),
      [try bench.table("rfm.segments", segments), try bench.json("stability.recommendation", recommendation)])
    let actions = try sheet(bench, "actions")
    #expect(actions.map { "\($0[1]) \($0[2])" } == ["critical a_ne_pas_perdre", "high champions"])
    let contract = try sheet(bench, "contract")
    #expect(contract.count == 1 && contract[0][0] == .double(2) && contract[0][5] == .double(5400))
    #expect(contract[0].last == .bool(true))
    let csv = try String(contentsOfFile: bench.directory.path("stage/files/actions.csv"), encoding: .utf8)
    #expect(csv.contains("À ne pas perdre"))
  }
}
