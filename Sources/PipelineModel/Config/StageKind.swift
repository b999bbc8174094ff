/// A kind of stage: what the config may say of it, and the version of its code.
///
/// The kinds are made where they are run; the loader knows them by these values alone.
public struct StageKind: Sendable, Hashable {
  /// The name in a config.
  public var name: String
  /// Counts up whenever the same inputs and parameters would give other outputs; part of every fingerprint.
  public var codeVersion: Int
  /// The outputs it makes; empty where the stage itself says (relational stages, commands).
  public var outputs: [String]
  /// The parameters it reads where the config names none.
  public var parameters: [String]
  /// The outputs of other stages that it needs, by the output's name: any stage may make them.
  public var requiredInputs: [String]
  /// What it can keep from version to version.
  public var held: HeldState?
  /// Whether it changes what lies outside the output folder: taking back an earlier version would not take that back.
  public var hasEffects = false

  /// Makes a kind.
  public init(
    name: String, codeVersion: Int, outputs: [String], parameters: [String], requiredInputs: [String] = [],
    held: HeldState? = nil
  ) {
    self.name = name
    self.codeVersion = codeVersion
    self.outputs = outputs
    self.parameters = parameters
    self.requiredInputs = requiredInputs
    self.held = held
  }

  /// A stage whose outputs are SELECT statements in a file.
  public static let sql = StageKind(name: "sql", codeVersion: 1, outputs: [], parameters: [])

  /// A stage that puts its inputs where other programs read them.
  public static let publish: StageKind = {
    var kind = StageKind(name: "publish", codeVersion: 1, outputs: ["receipt"], parameters: [])
    kind.hasEffects = true
    return kind
  }()

  /// A stage that is a program of any kind.
  public static let command = StageKind(name: "command", codeVersion: 1, outputs: [], parameters: [])
}
