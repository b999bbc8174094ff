import DuckDB
import Testing

@Suite struct SQLTests {
  static let texts = [
    "", "simple", "l'été", "''", "\"", "a\"b'c", "'\u{301}", "\"\u{301}", "\\n", "; DROP TABLE t --", "🛒",
  ]

  @Test(arguments: texts)
  func aQuotedTextComesBack(_ text: String) throws {
    let connection = try Connection(Database(configuration: ["threads": "1"]))
    let read = try connection.query("SELECT \(SQL.quoteLiteral(text))").scalar(String.self)
    #expect(Array(read.utf8) == Array(text.utf8))
  }

  @Test(arguments: texts.dropFirst())
  func aQuotedNameComesBack(_ name: String) throws {
    let connection = try Connection(Database(configuration: ["threads": "1"]))
    let result = try connection.query("SELECT 1 AS \(SQL.quoteIdentifier(name))")
    #expect(Array(result.names[0].utf8) == Array(name.utf8))
  }

  @Test func quotesAreDoubled() {
    #expect(SQL.quoteLiteral("l'été") == "'l''été'")
    #expect(SQL.quoteIdentifier("a\"b") == "\"a\"\"b\"")
  }
}
