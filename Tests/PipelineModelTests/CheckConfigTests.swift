import JSON
import PipelineModel
import TestSupport
import Testing

@Suite struct CheckConfigTests {
  private static let kind = StageKind(name: "test", codeVersion: 1, outputs: ["out", "more"], parameters: [])
  private static let windowed = StageKind(name: "windowed", codeVersion: 1, outputs: ["window"], parameters: [])

  /// A pipeline of a source, the stages a → b, and c beside them; `rest` follows from line 9 on.
  private func load(_ rest: String, stageKind: String = "test", source: String = "") throws -> PipelineConfig {
    let folder = try TemporaryDirectory()
    let path = try folder.write(
      "p.json",
      """
      {
        "name": "p",
        "sources": { "s": { "kind": "online_retail", "files": ["x.csv"]\(source) } },
        "stages": [
          { "id": "a", "kind": "\(stageKind)", "inputs": ["source:s"] },
          { "id": "b", "kind": "test", "inputs": ["a.\(stageKind == "test" ? "out" : "window")"] },
          { "id": "c", "kind": "test", "inputs": [] }
        ],
      \(rest)
      }
      """)
    return try ConfigLoader.load(path, kinds: [Self.kind, Self.windowed], installation: folder.root).config
  }

  private func checks(_ rest: String, stageKind: String = "test") throws -> [OutputCheck] {
    try load(rest, stageKind: stageKind).stage("b")?.checks ?? []
  }

  @Test func everyRuleIsRead() throws {
    let rules = try checks(
      """
      "checks": { "b.out": [
        { "not_null": ["x", "y"], "max_failures": 3 }, { "unique": "x", "max_share": 0.01, "severity": "warn" },
        { "foreign_key": { "column": "x", "references": "a.more.id" } },
        { "freshness": { "column": "t", "within": "36 hours", "of": "now" }, "name": "young" },
        { "change": { "max_percent": 20 } },
        { "change": { "of": "sum(x)", "max_percent": 5.5, "direction": "fall" } }
      ] },
      "contracts": { "b.more": { "columns": { "x": "text", "y": "decimal(38, 4)" }, "extra_columns": "forbid" } }
      """)
    #expect(
      rules.map(\.rule) == [
        .notNull(["x", "y"]), .unique(["x"]),
        .foreignKey(column: "x", target: .init(stage: "a", output: "more", column: "id")),
        .freshness(column: "t", within: Age(seconds: 36 * 3600), base: .now),
        .change(.init(aggregate: nil, maximumPercent: 20, direction: .both)),
        .change(.init(aggregate: "sum(x)", maximumPercent: 5.5, direction: .fall)),
        .contract(
          .init(
            columns: [.init(name: "x", type: "VARCHAR"), .init(name: "y", type: "DECIMAL(38,4)")], allowsExtra: false)
        ),
      ])
    #expect(rules.map(\.tolerance) == [.rows(3), .share(0.01), nil, nil, nil, nil, nil])
    #expect(rules.map(\.severity) == [.error, .warn, .error, .error, .error, .error, .error])
    #expect(rules[3].name == "young" && Set(rules.map { $0.output + $0.name }).count == rules.count)
  }

  /// The sign ¦ marks the place that the message must name.
  @Test(arguments: [
    (#""checks": { "b.out": [{ ¦"uniqe": ["x"] }] }"#, #""uniqe""#, #"did you mean "unique"?"#),
    (#""checks": { ¦"b.ot": [] }"#, #"b makes no "ot""#, #"did you mean "out"?"#),
    (#""checks": { ¦"bb.out": [] }"#, #"there is no stage "bb""#, #"did you mean "b"?"#),
    (#""checks": { "b.out": [{ "min_rows": 1, "max_share": ¦0.5 }] }"#, "counts no failing rows", "remove it"),
    (#""checks": { "b.out": [{ "unique": "x", "max_share": ¦2 }] }"#, "max_share", "a number from 0 to 1"),
    (#""checks": { "b.out": [{ "unique": "x", "max_share": 0.5, "max_failures": ¦2 }] }"#, "not both", "remove one"),
    (
      #""checks": { "b.out": [{ "unique": ["x"] }, ¦{ "unique": ["x"] }] }"#,
      #"two checks of b.out are called "unique x""#, "a \"name\" of its own"
    ),
    (#""checks": { "b.out": [{ "unique": "x", "severity": ¦"eror" }] }"#, "severity", #"did you mean "error"?"#),
    (
      #""checks": { "b.out": [{ "freshness": { "column": "t", "within": ¦"2 dys", "of": "now" } }] }"#,
      #""2 dys" is no age"#, #""36 hours""#
    ),
    (
      #""checks": { "b.out": [{ "freshness": { "column": "t", "within": "2 days", "of": ¦"as_off" } }] }"#,
      "the time of the run", #"did you mean "as_of"?"#
    ),
    (
      #""checks": { "b.out": [¦{ "freshness": { "column": "t", "within": "2 days", "of": "as_of" } }] }"#,
      #""as_of" is "auto""#, #"set "as_of" to a date"#
    ),
    (
      #""checks": { "b.out": [¦{ "foreign_key": { "column": "x", "references": "c.out.x" } }] }"#,
      "b.out is checked against c", "a stage it depends on"
    ),
    (
      #""checks": { "b.out": [¦{ "foreign_key": { "column": "x", "references": "a.moree.x" } }] }"#,
      #"a makes no "moree""#, #"did you mean "more"?"#
    ),
    (
      #""checks": { "b.out": [{ "foreign_key": { "column": "x", "references": ¦"a.out" } }] }"#,
      "names no column of an output", "STAGE.OUTPUT.COLUMN"
    ),
    (
      #""checks": { "b.out": [{ "change": { ¦"max_percnt": 3 } }] }"#, #""max_percnt""#, #"did you mean "max_percent"?"#
    ),
    (
      #""checks": { "b.out": [{ "change": { "max_percent": 3, "direction": ¦"fal" } }] }"#, "no direction",
      #"did you mean "fall"?"#
    ),
    (
      #""contracts": { "b.out": { "columns": { "x": ¦"INTGER" } } }"#, #""INTGER" is no type"#,
      #"did you mean "INTEGER"?"#
    ),
    (
      #""contracts": { "b.out": { "columns": { "x": "INT" }, "extra_columns": ¦"alow" } }"#, "extra_columns",
      #"did you mean "allow"?"#
    ),
    (#""contracts": { "b.out": ¦{ "extra_columns": "allow" } }"#, #""columns" is missing"#, "VARCHAR"),
    (#"¦"contract": {}"#, #""contract" is no key"#, #"did you mean "contracts"?"#),
  ])
  func faultsNamePlaceAndMend(rest: String, says: String, mend: String) throws {
    let column = rest.prefix { $0 != "¦" }.count + 1
    let error = #expect(throws: ConfigError.self) { try load(rest.filter { $0 != "¦" }) }
    let text = error?.description ?? ""
    #expect(text.contains("p.json:9:\(column): ") && text.contains(says) && text.contains(mend), "\(text)")
  }

  @Test func theDayOfAsOfIsFound() throws {
    let check =
      "\"checks\": { \"b.out\": [{ \"freshness\": { \"column\": \"t\", \"within\": \"1 day\", \"of\": \"as_of\" } }] }"
    let dated = try checks(check + ", \"parameters\": { \"as_of\": \"2024-02-01\" }")
    #expect(dated.map(\.rule) == [.freshness(column: "t", within: Age(seconds: 86_400), base: .date("2024-02-01"))])
    let column = OutputCheck.Reference(stage: "a", output: "window", column: "as_of")
    #expect(
      try checks(check, stageKind: "windowed").map(\.rule) == [
        .freshness(column: "t", within: Age(seconds: 86_400), base: .column(column))
      ])
  }

  @Test func agesReachFromAnyTimeToAnyOther() {
    #expect(Age(from: 5_000_000, to: 65_000_000) == Age(seconds: 60))
    #expect(Age(from: .min, to: 1) == Age(seconds: .max / 1_000_000))
    #expect(Age(from: .max, to: -9) == Age(seconds: .min / 1_000_000))
  }

  @Test func sourcesHaveAnAge() throws {
    let config = try load(
      "\"parameters\": {}", source: ", \"freshness\": { \"warn_after\": \"2 days\", \"error_after\": \"4 days\" }")
    #expect(config.source("s")?.freshness?.errorAfter == Age(seconds: 4 * 86_400))
    let rules = config.stage("a")?.checks.map(\.rule)
    #expect(
      rules == [.sourceAge(.init(source: "s", warnAfter: Age("2 days"), errorAfter: Age("4 days")))])
    for (text, says) in [
      ("\"warn_after\": \"4 days\", \"error_after\": \"2 days\"", "never warns"),
      ("\"column\": \"a.b\"", "bounds nothing"),
      ("\"warn_after\": \"two days\"", "is no age"), ("\"warn_aftr\": \"2 days\"", "did you mean \"warn_after\"?"),
    ] {
      let error = #expect(throws: ConfigError.self) {
        try load("\"parameters\": {}", source: ", \"freshness\": { \(text) }")
      }
      #expect(error?.description.contains(says) == true && error?.description.contains("p.json:3:") == true)
    }
  }

  @Test(arguments: [
    ("2 days", 172_800), ("1 week", 604_800), ("36 hours", 129_600), ("1 minute", 60), ("2days", 172_800),
    ("0 days", nil),
    ("-1 day", nil), ("1.5 days", 129_600), ("500 ms", nil), ("two days", nil), ("2 monkeys", nil), ("2 years", nil),
    ("", nil),
  ])
  func agesAreRead(text: String, seconds: Int?) {
    #expect(Age(text)?.seconds == seconds)
  }

  @Test(arguments: [
    (0, "0 seconds"), (59, "59 seconds"), (3600, "1 hour"), (3660, "1 hour 1 minute"), (183_600, "2 days 3 hours"),
    (172_860, "2 days"), (-7200, "-2 hours"),
  ])
  func agesAreTold(seconds: Int, text: String) {
    #expect(Age(seconds: seconds).description == text)
  }

  /// As the engine spells the same type.
  @Test(arguments: [
    ("int", "INTEGER"), ("INT16", "SMALLINT"), ("dec(18, 4)", "DECIMAL(18,4)"), ("decimal(9)", "DECIMAL(9,0)"),
    ("varchar(20)", "VARCHAR"), ("character varying (10)", "VARCHAR"), ("varchar(3)[]", "VARCHAR[]"),
    ("integer array", "INTEGER[]"), ("int[3][]", "INTEGER[3][]"), ("timestamp without time zone", "TIMESTAMP"),
    ("timestamp(6)", "TIMESTAMP"), ("Timestamp(6) with time zone", "TIMESTAMP WITH TIME ZONE"), ("float(53)", "DOUBLE"),
    ("struct(a int, \"b, c\" text[])", "STRUCT(\"a\" INTEGER, \"b, c\" VARCHAR[])"),
    ("map(text, struct(x decimal(4,1)))", "MAP(VARCHAR, STRUCT(\"x\" DECIMAL(4,1)))"),
  ])
  func typesAreTakenInAnySpelling(written: String, made: String) throws {
    let spelled = JSON.string(written).text()
    let config = try load(#""contracts": { "b.out": { "columns": { "x": \#(spelled) } } }"#)
    guard case .contract(let contract)? = config.stage("b")?.checks.first?.rule else {
      Issue.record("no contract")
      return
    }
    #expect(contract.columns == [.init(name: "x", type: made)])
    #expect(contract.differences(from: [.init(name: "x", type: made)]).isEmpty)
  }

  @Test(arguments: ["decimal(40, 3)", "decimal(4, 5)", "int(", "list", "struct(a)", "map(text)", "int[x]", "varchar(3"])
  func whatIsNoTypeIsRefused(written: String) {
    #expect(throws: ConfigError.self) {
      _ = try load(#""contracts": { "b.out": { "columns": { "x": "\#(written)" } } }"#)
    }
  }

  @Test func contractsTellWhatDiffers() {
    let contract = OutputCheck.Contract(
      columns: [
        .init(name: "id", type: "VARCHAR"), .init(name: "amount", type: "DECIMAL"),
        .init(name: "days", type: "INTEGER"),
        .init(name: "first_at", type: "TIMESTAMP"),
      ], allowsExtra: false)
    let made = [("days", "BIGINT"), ("id", "VARCHAR"), ("amount", "DECIMAL(18,4)"), ("frist_at", "TIMESTAMP")]
      .map { OutputManifest.Column(name: $0.0, type: $0.1) }
    #expect(
      contract.differences(from: made).map(\.text) == [
        "~ days: INTEGER is promised, BIGINT was made", "- first_at TIMESTAMP: missing (is it \"frist_at\" now?)",
        "+ frist_at TIMESTAMP: not promised",
      ])
    var open = contract
    open.allowsExtra = true
    #expect(open.differences(from: made).count == 2)
    #expect(contract.differences(from: contract.columns).isEmpty)
  }

  @Test func changesAreBoundedInTheirDirection() {
    func finding(
      _ before: Double?, _ after: Double?, _ direction: OutputCheck.Change.Direction = .both
    ) -> String? {
      OutputCheck.Change(aggregate: nil, maximumPercent: 20, direction: direction).finding(
        before: before, after: after)?
        .text
    }
    #expect(finding(nil, 5) == nil && finding(100, 120) == nil && finding(100, 80) == nil && finding(0, 0) == nil)
    #expect(finding(100, 79)?.contains("(-21 %)") == true)
    #expect(finding(100, 121)?.contains("(+21 %)") == true)
    #expect(finding(-100, -121)?.contains("(-21 %)") == true)
    #expect(finding(100, 121, .fall) == nil && finding(100, 79, .fall) != nil)
    #expect(finding(100, 79, .rise) == nil && finding(100, 121, .rise) != nil)
    #expect(finding(0, 5)?.contains("0 before, 5 now") == true)
    #expect(finding(5, nil)?.contains("no value now") == true)
  }
}
