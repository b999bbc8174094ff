import PipelineModel
import TestSupport
import Testing

/// What a source of kind `table` says of its columns.
@Suite struct SourceConfigTests {
  /// The sign ¦ marks the place that the message must name.
  @Test(arguments: [
    (#""amount": ¦["a", 5]"#, #"should be a column's name"#),
    (#""amount": { "value": ¦"12,5" }"#, #""12,5" is no number"#),
    (#""amount": ¦{ "value": "12", "decimal": "," }"#, #"a "decimal" or a "value", not both"#),
    (#""country": ¦{ "value": "France", "name": "c" }"#, #"a "name" or a "value", not both"#),
  ])
  func faultsOfColumnsNameTheirPlace(column: String, says: String) throws {
    let text =
      "{ \"name\": \"p\", \"sources\": { \"s\": { \"kind\": \"table\", \"files\": [\"s.csv\"], \"columns\": {\n"
      + "\"customer_id\": \"c\", \"occurred_at\": \"t\", \(column.contains("amount") ? "" : "\"amount\": \"a\", ")\n\(column) } } },\n"
      + "\"stages\": [{ \"id\": \"a\", \"kind\": \"test\", \"inputs\": [\"source:s\"] }] }"
    let error = try load(text)
    let place = column.prefix { $0 != "¦" }.count + 1
    #expect(error.contains("p.json:3:\(place): ") && error.contains(says), "\(error)")
  }

  @Test(arguments: ["a", "7", "\\u0000", "\\\"", ";;"])
  func aDelimiterIsASign(_ delimiter: String) throws {
    let error = try load(
      "{ \"name\": \"p\", \"sources\": { \"s\": { \"kind\": \"table\", \"files\": [\"s.csv\"], \"delimiter\": \"\(delimiter)\", "
        + "\"columns\": { \"customer_id\": \"c\", \"occurred_at\": \"t\", \"amount\": \"a\" } } }, "
        + "\"stages\": [{ \"id\": \"a\", \"kind\": \"test\", \"inputs\": [\"source:s\"] }] }")
    #expect(error.contains("is one sign of ASCII"), "\(error)")
  }

  private func load(_ text: String) throws -> String {
    let folder = try TemporaryDirectory()
    let kind = StageKind(name: "test", codeVersion: 1, outputs: ["out"], parameters: [])
    let path = try folder.write("p.json", text.replacing("¦", with: ""))
    let error = #expect(throws: ConfigError.self) {
      try ConfigLoader.load(path, kinds: [kind], installation: folder.root)
    }
    return error?.description ?? ""
  }
}
