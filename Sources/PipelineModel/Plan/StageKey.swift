public import JSON
internal import Platform

/// Everything that may change a stage's outputs; its digest is the stage's fingerprint.
///
/// File times, paths of folders, threads, checks, and layout or comments of SQL are not in it: they cannot change a
/// result.
public struct StageKey: Sendable, Hashable {
  /// What an input holds.
  public enum Identity: Sendable, Hashable {
    /// An output of a stage: the digest of its content.
    case content(String)
    /// A source: its kind and the digest of each file by name.
    case files(kind: String, digests: [String: String])
  }

  /// The stage's kind.
  public var kind: String
  /// The version of the kind's code.
  public var codeVersion: Int
  /// The family of the engine that the stage uses; nil for a command.
  public var engine: String?
  /// The normalised SQL of each block, in order, under its header.
  public var sql: [String]
  /// The digest of the normalised prelude, for relational stages.
  public var prelude: String?
  /// The parameters it reads, flat by path.
  public var parameters: [String: JSON]
  /// What each input holds.
  public var inputs: [String: Identity]
  /// What a command stage runs.
  public var command: JSON?
  /// What it took over from the version before; nil where it starts from its inputs alone.
  public var held: Held?

  /// What a version takes over from the one before it.
  public struct Held: Sendable, Hashable {
    /// The digest of its content.
    public var content: String
    /// Whether it is to be made anew, and what is held only compared with.
    public var isRenewed: Bool

    /// Makes an entry.
    public init(content: String, isRenewed: Bool) {
      self.content = content
      self.isRenewed = isRenewed
    }
  }

  /// What is done to customers in what a source's reader gives: the digest of the pseudonyms' key, and who is left out.
  public var privacy: JSON?

  /// The name under which a command's own files stand among the inputs; no input can be called so.
  public static let ownFiles = "files"

  /// Makes the key of a stage whose inputs hold `inputs`.
  ///
  /// - Parameters:
  ///   - privacy: what is done to customers where a source is read; nil for nothing.
  public init(
    stage: StageDeclaration, parameters: ParameterSet, inputs: [String: Identity], engine: EngineIdentity,
    privacy: JSON? = nil
  ) {
    kind = stage.kind.name
    codeVersion = stage.kind.codeVersion
    // Native stages use the engine in process, whatever runs the relational ones.
    self.engine = stage.command == nil ? stage.sql == nil ? EngineIdentity.inProcess : engine.family : nil
    command = stage.command?.json ?? stage.publish.map { ["publish": $0.json] }
    sql = stage.sql.map { $0.blocks.map(Self.text) } ?? []
    prelude = stage.sql == nil ? nil : engine.preludeDigest
    self.parameters = parameters.subset(stage.parameters).values
    self.inputs = inputs
    self.privacy = stage.sql != nil && stage.readsSource ? privacy : nil
  }

  private static func text(_ block: SQLStageFile.Block) -> String {
    let purpose = block.purpose == .step ? "step" : "output"
    let attributes = block.attributes.isEmpty ? "" : " (\(block.attributes.sorted().joined(separator: ", ")))"
    return "-- \(purpose): \(block.name)\(attributes)\n\(block.normalized)"
  }

  /// The key but for what it took over.
  ///
  /// A version whose other inputs are as they were stays what it is: what it took over then is its past.
  public var withoutHeld: StageKey {
    var key = self
    key.held = nil
    return key
  }

  /// SHA-256 over the canonical JSON of the key.
  public var fingerprint: String { SHA256.hex(json.text(.canonical)) }

  // MARK: - JSON

  /// The key as JSON: what the manifest keeps and the fingerprint digests.
  public var json: JSON {
    let inputs = self.inputs.sorted { $0.key < $1.key }.map { name, identity -> (String, JSON) in
      switch identity {
      case .content(let digest): (name, .string(digest))
      case .files(let kind, let digests):
        (
          name,
          [
            "kind": .string(kind),
            "files": .members(digests.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) }),
          ]
        )
      }
    }
    var members: [(String, JSON)] = [
      ("format", 1), ("kind", .string(kind)), ("code_version", .int(codeVersion)),
      ("engine", engine.map { .string($0) } ?? nil), ("sql", .array(sql.map { .string($0) })),
      ("prelude", prelude.map { .string($0) } ?? nil),
      ("parameters", .members(parameters.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })),
      ("inputs", .members(inputs)),
    ]
    if let command { members.append(("command", command)) }
    if let held {
      members.append(("held", ["content": .string(held.content), "renewed": .bool(held.isRenewed)]))
    }
    if let privacy { members.append(("privacy", privacy)) }
    return .members(members)
  }

  /// Reads a key back; nil where the JSON is of another format.
  public init?(json: JSON) {
    guard json["format"]?.int == 1, let kind = json["kind"]?.string, let code = json["code_version"]?.int,
      let parameters = json["parameters"]?.object, let inputs = json["inputs"]?.object
    else { return nil }
    self.kind = kind
    codeVersion = code
    engine = json["engine"]?.string
    sql = json["sql"]?.array?.compactMap(\.string) ?? []
    prelude = json["prelude"]?.string
    self.parameters = Dictionary(parameters.map { ($0.key, $0.value) }, uniquingKeysWith: { $1 })
    command = json["command"]
    held = json["held"]?["content"]?.string.map {
      Held(content: $0, isRenewed: json["held"]?["renewed"]?.bool ?? false)
    }
    privacy = json["privacy"]
    self.inputs = [:]
    for input in inputs {
      if let digest = input.value.string {
        self.inputs[input.key] = .content(digest)
      } else if let sourceKind = input.value["kind"]?.string, let files = input.value["files"]?.object {
        let digests = files.compactMap { file in file.value.string.map { (file.key, $0) } }
        self.inputs[input.key] = .files(
          kind: sourceKind, digests: Dictionary(digests, uniquingKeysWith: { $1 }))
      } else {
        return nil
      }
    }
  }
}

/// What the fingerprint says of the engine.
public struct EngineIdentity: Sendable, Hashable {
  /// The family of the engine that native stages use.
  public static let inProcess = "duckdb"

  /// The engine's family: results may differ from one to another.
  public var family: String
  /// The digest of the normalised prelude.
  public var preludeDigest: String

  /// Makes an identity from the prelude's text.
  public init(family: String, prelude: String) {
    self.family = family
    preludeDigest = SHA256.hex(SQLText.normalized(prelude))
  }
}
