import JSON
import PipelineModel
import TestSupport
import Testing

@Suite struct EngineConfigTests {
  private func load(_ engine: String) throws -> (engine: EngineDeclaration, folder: TemporaryDirectory) {
    let folder = try TemporaryDirectory()
    let kind = StageKind(name: "test", codeVersion: 1, outputs: ["out"], parameters: [])
    let path = try folder.write(
      "p.json",
      "{ \"name\": \"p\", \"stages\": [{ \"id\": \"a\", \"kind\": \"test\", \"inputs\": [] }],\n\"engine\": \(engine)\n}"
    )
    return (try ConfigLoader.load(path, kinds: [kind], installation: folder.root).config.engine, folder)
  }

  @Test func sparkIsRead() throws {
    let (engine, folder) = try load(
      #"""
      { "kind": "spark", "master": "spark://10.0.0.1:7077", "home": "spark", "storage": "/shared",
        "conf": { "spark.executor.memory": "2g" }, "threads": 2, "memory_limit": "4GB" }
      """#)
    #expect(engine.kind == .spark && engine.threads == 2 && engine.memoryLimit == "4GB")
    #expect(engine.spark.master == "spark://10.0.0.1:7077" && engine.spark.home == folder.path("spark"))
    #expect(engine.spark.storage == "/shared" && engine.spark.settings == ["spark.executor.memory": "2g"])
    #expect(try load("{ \"kind\": \"spark\" }").engine.spark.master == "local[*]")
    #expect(try load("{}").engine.kind == .duckdb)
  }

  /// The sign ¦ marks the place that the message must name.
  @Test(arguments: [
    (#"{ "kind": ¦"sparc" }"#, "is no engine", #"did you mean "spark"?"#),
    (#"{ "kind": "duckdb", "master": ¦"local" }"#, "is for Spark", #""kind": "spark""#),
    (#"{ "kind": "spark", "storage": ¦"s3a://bucket/x" }"#, "cannot be s3a://bucket/x", "every worker"),
    (#"{ "kind": "spark", "conf": { ¦"spark.sql.session.timeZone": "CET" } }"#, "cannot be set", "remove it"),
    (#"{ "kind": "spark", "conf": { "spark.x": ¦5 } }"#, "should be a text", ""),
    (#"{ "threads": 2, "memory_limit": ¦"lots" }"#, "is no amount of memory", "4GB"),
    (#"{ "memory_limit": ¦"1e3GB" }"#, "is no amount of memory", "4GB"),
    (#"{ "memory_limit": ¦"5 0GB" }"#, "is no amount of memory", "4GB"),
    (#"{ "memory_limit": ¦"0GB" }"#, "is no amount of memory", "4GB"),
  ])
  func faultsNameTheirPlace(_ text: String, what: String, mend: String) throws {
    let before = text.prefix { $0 != "¦" }
    let column = "\"engine\": ".count + before.count + 1
    #expect {
      _ = try load(text.replacing("¦", with: ""))
    } throws: { error in
      let shown = "\(error)"
      return shown.contains("p.json:2:\(column): ") && shown.contains(what) && shown.contains(mend)
    }
  }
}
