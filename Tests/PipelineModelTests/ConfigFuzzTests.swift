import Foundation
import PipelineModel
import TestSupport
import Testing

/// Spoilt configs: each loads or is refused with a place and a reason; none ends the program.
///
/// 300 of them here; 10,000 where `PALIER_SOAK` is set.
@Suite struct ConfigFuzzTests {
  @Test(arguments: ["pipeline.json", "pipelines/olist.json"])
  func everyConfigLoadsOrIsRefused(name: String) throws {
    let isLong = ProcessInfo.processInfo.environment["PALIER_SOAK"] != nil
    let text = Array(try Data(contentsOf: Repository.root.appendingPathComponent(name)))
    let folder = try TemporaryDirectory()
    let target = folder.url.appendingPathComponent("pipeline.json")
    var mutator = Mutator(seed: 11)
    let kinds = ["kmeans", "stability", "report", "baskets", "recommendations", "clv", "scenarios"].map {
      StageKind(name: $0, codeVersion: 1, outputs: ["model", "customers"], parameters: ["kmeans"])
    }
    var refused = 0
    for _ in 0..<(isLong ? 5000 : 150) {
      let spoilt = mutator.spoil(text)
      try Data(spoilt).write(to: target)
      do {
        _ = try ConfigLoader.load(target.path, kinds: kinds, installation: Repository.root.path)
      } catch {
        refused += 1
        #expect(!error.diagnostics.isEmpty)
        #expect(error.diagnostics.allSatisfy { !$0.message.isEmpty })
      }
    }
    #expect(refused > 0)
  }
}
