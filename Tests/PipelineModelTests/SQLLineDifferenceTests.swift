import PipelineModel
import Testing

@Suite struct SQLLineDifferenceTests {
  private static let text = """
    -- Why this is here.
    -- output: a
    SELECT x, -- first
      y
    FROM t
    WHERE x > 1
    -- output: b
    SELECT '--', z FROM a
    """

  private func lines(_ old: String, _ new: String) -> [String] {
    let difference = SQLLineDifference(from: old, to: new)
    return difference.removed.map { "- \($0)" } + difference.added.map { "+ \($0)" }
  }

  @Test func linesAreShownAsWritten() {
    let changed = Self.text.replacing("WHERE x > 1", with: "WHERE x > 2 -- more")
    #expect(lines(Self.text, changed) == ["- WHERE x > 1", "+ WHERE x > 2 -- more"])
    #expect(lines(Self.text, Self.text.replacing("  y\n", with: "")) == ["- y"])
    #expect(
      lines(Self.text, Self.text.replacing("output: b", with: "output: c")) == ["- -- output: b", "+ -- output: c"])
    #expect(
      lines(Self.text, Self.text.replacing("'--'", with: "'-- '")) == [
        "- SELECT '--', z FROM a", "+ SELECT '-- ', z FROM a",
      ])
  }

  @Test func layoutAndCommentsAreNoDifference() {
    #expect(lines(Self.text, Self.text).isEmpty)
    #expect(lines(Self.text, Self.text.replacing("-- first", with: "/* other\n words */")).isEmpty)
    #expect(
      lines(Self.text, Self.text.replacing("x,", with: "x\n,\n").replacing("FROM t\nWHERE", with: "FROM t WHERE"))
        .isEmpty)
    #expect(lines(Self.text, "\n\n" + Self.text.replacing("-- Why this is here.\n", with: "")).isEmpty)
    // Other lines and another value at once: only the passage that differs is shown.
    let both = Self.text.replacing("FROM t\nWHERE x > 1", with: "FROM t WHERE x > 2")
    #expect(lines(Self.text, both) == ["- FROM t", "- WHERE x > 1", "+ FROM t WHERE x > 2"])
  }
}
