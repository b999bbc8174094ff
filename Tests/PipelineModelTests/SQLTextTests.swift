import JSON
import PipelineModel
import Testing

@Suite struct SQLTextTests {
  @Test(arguments: [
    ("select a , b\n from t -- why\n", "select a,b from t"),
    ("select /* one /* nested */ */ a", "select a"),
    ("select 'it''s -- not  a comment', \"a  b\"", "select 'it''s -- not  a comment',\"a  b\""),
    ("select ( a )  ;\n;", "select(a)"),
    ("select a - -1", "select a- -1"),
    ("select a\tand\r\nb", "select a and b"),
  ])
  func layoutAndCommentsDoNotCount(text: String, normal: String) {
    #expect(SQLText.normalized(text) == normal)
    #expect(SQLText.normalized(normal) == normal)
  }

  @Test(arguments: [
    ("select a--1", "select a- -1"), ("select 'a b'", "select 'a  b'"), ("select a b", "select ab"),
    ("select a < > b", "select a <> b"), ("select 'x'", "select 'X'"),
  ])
  func whatCountsIsKept(one: String, other: String) {
    #expect(SQLText.normalized(one) != SQLText.normalized(other))
  }

  @Test func blocksHaveNamesAttributesAndPlaceholders() throws {
    let file = try SQLStageFile(
      path: "/x.sql", shownAs: "x.sql",
      text: """
        -- about this file
        -- step: a
        SELECT ${rfm.bins} FROM parameter_rfm_grid
        -- output: b (provenance, json)
        SELECT '${not}' -- ${nor.this}
        """)
    #expect(file.blocks.map(\.name) == ["a", "b"] && file.outputs == ["b"])
    #expect(file.blocks[0].placeholders.map(\.path) == ["rfm.bins"])
    #expect(file.blocks[0].placeholders.first?.position.line == 3)
    #expect(file.blocks[0].parameterViews == ["parameter_rfm_grid"])
    #expect(file.blocks[1].attributes == ["provenance", "json"] && file.blocks[1].placeholders.isEmpty)
    #expect(file.blocks[0].substituted { path, _ in "<\(path)>" } == "SELECT <rfm.bins> FROM parameter_rfm_grid\n")
  }

  @Test("A step's table is of use until the last block that names it, in whatever way")
  func lastUses() throws {
    let file = try SQLStageFile(
      path: "/x.sql", shownAs: "x.sql",
      text: """
        -- step: a
        SELECT 1 AS x
        -- step: b
        SELECT x FROM A
        -- step: unread
        SELECT 'c' AS y FROM "b" -- a
        -- step: c
        SELECT x FROM query_table('a')
        -- output: d
        SELECT x FROM c JOIN query('SELECT x FROM b') USING (x)
        -- output: e
        SELECT * FROM d
        """)
    #expect(file.blocks.lastUses == [[], [], ["unread"], ["a"], ["b", "c"], []])
  }

  @Test(arguments: [
    ("SELECT 1", "before the first"), ("-- output: a\n-- nothing", "nothing follows"),
    ("-- output: a\nSELECT 1\n-- output: a\nSELECT 2", "twice"), ("-- output: a (jsn)\nSELECT 1", "json"),
    ("-- output: A b\nSELECT 1", "no name"),
  ])
  func faultsAreNamed(text: String, word: String) {
    #expect {
      try SQLStageFile(path: "/x.sql", shownAs: "x.sql", text: text)
    } throws: { "\($0)".contains("x.sql:") && "\($0)".contains(word) }
  }
}
