internal import Engines
public import PipelineModel

/// A stage written in Swift.
public protocol NativeStage: Sendable {
  /// What the config may say of it, and the version of its code.
  static var kind: StageKind { get }

  /// Makes the stage.
  init()

  /// Does the work: reads the context's inputs, writes every output of the kind into the context's folder.
  /// - Returns: what the manifest says of each output.
  /// - Throws: `StageFailure`.
  func run(_ context: StageContext) throws -> [String: OutputManifest]
}

/// Every native stage.
public enum NativeStages {
  /// The types, by the name of their kind.
  public static let all: [String: any NativeStage.Type] = Dictionary(
    uniqueKeysWithValues: types.map { ($0.kind.name, $0) })

  private static let types: [any NativeStage.Type] = [
    KMeansStage.self, StabilityStage.self, DriftStage.self, BasketsStage.self, RecommendationsStage.self,
    ClvStage.self, ScenariosStage.self, ReportStage.self, ExportsStage.self,
  ]

  /// Every kind of stage that can run, relational ones and commands included.
  public static var kinds: [StageKind] { [.sql] + types.map { $0.kind } + [.publish, .command] }
}
