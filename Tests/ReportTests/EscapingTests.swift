import Report
import Testing

@Suite("Escaping")
struct EscapingTests {
  /// Text that breaks out of something somewhere, unless it is escaped.
  static let hostile =
    "</script><img src=x onerror=\"document.documentElement.dataset.pwned=1\"><!-- '\"`${1} \\ & \u{2028}\u{2029} \u{202E}abc\u{200F} \u{1F600} %{x} "

  @Test("Data scripts hold no character that HTML or a script could mistake for its own")
  func dataScripts() throws {
    let model = Fixture.full { $0 + Self.hostile + String(repeating: "x", count: 10_000) }
    let shard = Fixture.shard { $0 + Self.hostile }
    let standing = CustomerStanding(try #require(model.customers))
    let data =
      ReportRenderer.render(model).filter { $0.path.hasPrefix("data/") } + [ReportRenderer.shardFile(shard, standing)]
    #expect(data.count == 17)
    for file in data {
      let text = String(decoding: file.bytes, as: UTF8.self)
      for scalar in ["<", ">", "&", "\u{2028}", "\u{2029}"] {
        #expect(
          !text.unicodeScalars.contains(Unicode.Scalar(scalar) ?? " "), "\(file.path) holds \(scalar.debugDescription)")
      }
    }
  }

  @Test(
    "Each character is escaped as JSON does, and its neighbours stay",
    arguments: [
      ("\"</script>\"", "\"\\u003C/script\\u003E\""), ("\"a&b\"", "\"a\\u0026b\""),
      ("\"\u{2027}\u{2028}\u{2029}\u{202A}\"", "\"\u{2027}\\u2028\\u2029\u{202A}\""), ("\"é€😀\"", "\"é€😀\""),
      ("\"\u{2028}", "\"\\u2028"), ("[1,{\"a\":null}]", "[1,{\"a\":null}]"),
    ])
  func characters(json: String, expected: String) {
    #expect(ScriptData.escaped(json).unicodeScalars.elementsEqual(expected.unicodeScalars))
  }

  @Test("The title is escaped in the page itself")
  func title() throws {
    var model = Fixture.empty
    model.title = Self.hostile
    let page = try #require(ReportRenderer.render(model).first { $0.path == "index.html" })
    let text = String(decoding: page.bytes, as: UTF8.self)
    #expect(text.contains("<title>&lt;/script&gt;&lt;img src=x onerror=&quot;document"))
    #expect(!text.contains("<img"))
  }
}
