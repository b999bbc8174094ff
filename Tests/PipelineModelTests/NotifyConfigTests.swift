import JSON
import PipelineModel
import TestSupport
import Testing

@Suite struct NotifyConfigTests {
  private func load(_ rest: String) throws -> (config: PipelineConfig, folder: TemporaryDirectory) {
    let folder = try TemporaryDirectory()
    let kind = StageKind(name: "test", codeVersion: 1, outputs: ["out"], parameters: [])
    let path = try folder.write(
      "p.json", "{ \"name\": \"p\", \"stages\": [{ \"id\": \"a\", \"kind\": \"test\", \"inputs\": [] }],\n\(rest)\n}")
    return (try ConfigLoader.load(path, kinds: [kind], installation: folder.root).config, folder)
  }

  @Test func hooksAndMetricsAreRead() throws {
    let (config, folder) = try load(
      #"""
      "notify": {
        "on_failure": { "command": ["bin/tell", "x y"], "webhook": { "url_env": "HOOK_URL" }, "timeout": "5 s" },
        "on_refit_due": { "command": ["mail"], "include_rows": true } },
      "metrics": { "textfile": "out/p.prom" }
      """#)
    var failure = NotifyDeclaration.Hook(command: [folder.path("bin/tell"), "x y"])
    failure.urlVariable = "HOOK_URL"
    failure.timeout = Age(seconds: 5)
    var refit = NotifyDeclaration.Hook(command: ["mail"])
    refit.includesRows = true
    #expect(config.notify.hooks == [.failure: failure, .refitDue: refit])
    #expect(config.metrics.textfile == folder.path("out/p.prom"))
    #expect(try load("\"sources\": {}").config.notify.hooks.isEmpty)
  }

  /// The sign ¦ marks the place that the message must name.
  @Test(arguments: [
    (#""notify": { ¦"on_failur": {} }"#, "is no key", #"did you mean "on_failure"?"#),
    (#""notify": ¦{}"#, "names no event", "on_failure"),
    (#""notify": { "on_failure": ¦{ "timeout": "5 s" } }"#, "tells nobody", "url_env"),
    (#""notify": { "on_failure": { "command": ¦"echo x" } }"#, "is an array", "/path/of/program"),
    (#""notify": { "on_failure": { "command": ¦[] } }"#, "is an array", "/path/of/program"),
    (#""notify": { "on_failure": { "command": ["x"], "timeout": ¦"soon" } }"#, "is no age", "36 hours"),
    (#""notify": { "on_failure": { "command": ["x"], "include_rows": ¦1 } }"#, "true or false", ""),
    (
      #""notify": { "on_failure": { "webhook": { "url_env": ¦"https://chat.example/x" } } }"#,
      "names no environment variable", "stay out of this file"
    ),
    (
      #""notify": { "on_failure": { "webhook": { ¦"url": "https://chat.example/x" } } }"#, "\"url\" is no key",
      "url_env"
    ),
    (#""metrics": { "textfile": ¦"out/p.txt" }"#, "does not end in .prom", "collectors"),
    (#""metrics": { ¦"textfil": "p.prom" }"#, "is no key", #"did you mean "textfile"?"#),
    (#"¦"metric": {}"#, "is no key", #"did you mean "metrics"?"#),
  ])
  func faultsNamePlaceAndMend(rest: String, says: String, mend: String) throws {
    let column = rest.prefix { $0 != "¦" }.count + 1
    let error = #expect(throws: ConfigError.self) { try load(rest.filter { $0 != "¦" }) }
    let text = error?.description ?? ""
    #expect(text.contains("p.json:2:\(column): ") && text.contains(says) && text.contains(mend), "\(text)")
  }
}
