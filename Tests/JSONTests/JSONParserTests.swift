import JSON
import Testing

@Suite struct JSONParserTests {
  @Test func readsCommentsAndTrailingCommasWithPositions() throws {
    let text = """
      // a pipeline
      {
        "name": "é", /* two
        lines */ "k": [1, 2.5, -3e2,],
      }
      """
    let node = try JSONParser.parse(Array(text.utf8), dialect: .commented)
    #expect(node.json == ["name": "é", "k": [1, 2.5, -300.0]])
    #expect(node["k"]?.position == TextPosition(line: 4, column: 17))
  }

  @Test(arguments: [
    ("{\"a\": 1,}", 1, 9), ("{\"a\": 1 \"b\": 2}", 1, 8), ("[1\n 2]", 1, 3), ("{\"a\"\n  1}", 2, 3), ("[1, 2", 1, 1),
    ("[01]", 1, 2),
    ("{\"a\":1,\"a\":2}", 1, 8), ("[\"x\ny\"]", 1, 2), ("", 1, 1), ("{} x", 1, 4), ("[yes]", 1, 2), ("[\"\\q\"]", 1, 3),
    ("[1.]", 1, 2), ("[-]", 1, 2), ("[\"\\ud800\"]", 1, 3),
  ])
  func namesThePlaceOfAFault(text: String, line: Int, column: Int) {
    #expect {
      try JSONParser.parse(Array(text.utf8))
    } throws: { error in
      (error as? JSONSyntaxError)?.position == TextPosition(line: line, column: column)
    }
  }

  @Test func refusesEndlessNesting() {
    let deep = Array(repeating: UInt8(ascii: "["), count: 100_000)
    #expect(throws: JSONSyntaxError.self) { try JSONParser.parse(deep) }
  }

  @Test func writesWhatItReads() throws {
    let value: JSON = ["s": "a\"\\\n\u{1}é😀", "n": [0.1, 1e300, -7, nil, true], "o": [:]]
    for style in [JSON.Style.compact, .pretty, .canonical] {
      #expect(try JSON.parse(value.text(style)).text(.canonical) == value.text(.canonical))
    }
    #expect(JSON.object([.init("b", 1), .init("a", 2)]).text(.canonical) == #"{"a":2,"b":1}"#)
    #expect(JSON.double(.nan).text() == "null")
    #expect(try JSON.parse(#""\ud83d\ude00""#) == "😀")
  }
}
