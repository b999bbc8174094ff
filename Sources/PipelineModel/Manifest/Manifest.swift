public import JSON
internal import Platform

/// What a version of a stage holds, and everything that made it what it is.
public struct Manifest: Sendable, Hashable {
  /// The stage.
  public var stage: String
  /// The version: the first half of a fingerprint and of a content digest, shortened.
  public var version: String
  /// The digest of the key.
  public var fingerprint: String
  /// The key; nil where it was written in another format.
  public var key: StageKey?
  /// The outputs by name.
  public var outputs: [String: OutputManifest]
  /// What came of the checks.
  public var checks: [CheckResult]
  /// The digest of the checks that it passed when it was made.
  public var checksDigest: String?
  /// Seconds that the stage took.
  public var seconds: Double
  /// Seconds of each of its steps, in order.
  public var steps: [Step]
  /// The run that made it.
  public var run: String
  /// The engine and its version.
  public var engine: String
  /// From which earlier version it was made, where not all of its source was read.
  public var increment: Increment?
  /// The version whose content a person accepted for this key, where it was not made with it.
  public var acceptedFrom: String?

  /// One step of a stage.
  public struct Step: Sendable, Hashable {
    /// The step's name.
    public var name: String
    /// Seconds.
    public var seconds: Double

    /// Makes a step.
    public init(name: String, seconds: Double) {
      self.name = name
      self.seconds = seconds
    }
  }

  /// Makes a manifest; the version follows from fingerprint and content.
  public init(
    stage: String, key: StageKey, outputs: [String: OutputManifest], checks: [CheckResult],
    checksDigest: String? = nil, seconds: Double,
    steps: [Step], run: String, engine: String
  ) {
    self.stage = stage
    fingerprint = key.fingerprint
    self.key = key
    self.outputs = outputs
    self.checks = checks
    self.checksDigest = checksDigest
    self.seconds = seconds
    self.steps = steps
    self.run = run
    self.engine = engine
    version = ""
    version = "\(fingerprint.prefix(16))-\(contentDigest.prefix(8))"
  }

  /// This version's content under another key, as a person accepted it.
  public func accepted(for key: StageKey, run: String) -> Manifest {
    var accepted = self
    accepted.key = key
    accepted.fingerprint = key.fingerprint
    accepted.run = run
    accepted.acceptedFrom = version
    accepted.version = "\(key.fingerprint.prefix(16))-\(contentDigest.prefix(8))"
    return accepted
  }

  /// The digest of what came out: of every output but those that only tell how the data came.
  public var contentDigest: String {
    let content = outputs.filter { !$0.value.isProvenance }.sorted { $0.key < $1.key }
    return SHA256.hex(JSON.members(content.map { ($0.key, .string($0.value.digest)) }).text(.canonical))
  }

  /// Whether a version's name says that it has this fingerprint.
  public static func isVersion(_ name: String, of fingerprint: String) -> Bool {
    name.hasPrefix(fingerprint.prefix(16) + "-")
  }

  /// The manifest as JSON.
  public var json: JSON {
    let members: JSON = [
      "format": 1, "stage": .string(stage), "version": .string(version), "fingerprint": .string(fingerprint),
      "content_digest": .string(contentDigest), "run": .string(run), "seconds": .double(seconds),
      "engine": .string(engine), "increment": increment?.json ?? nil,
      "steps": .array(steps.map { ["name": .string($0.name), "seconds": .double($0.seconds)] }),
      "outputs": .members(outputs.sorted { $0.key < $1.key }.map { ($0.key, $0.value.json) }),
      "checks": .array(checks.map(\.json)), "checks_digest": checksDigest.map { .string($0) } ?? nil,
      "key": key?.json ?? nil,
    ]
    guard let acceptedFrom else { return members }
    return .members((members.object ?? []).map { ($0.key, $0.value) } + [("accepted_from", .string(acceptedFrom))])
  }

  /// Reads a manifest back; nil where the JSON is none, or one of another format.
  public init?(json: JSON) {
    guard json["format"]?.int == 1, let stage = json["stage"]?.string, let version = json["version"]?.string,
      let fingerprint = json["fingerprint"]?.string, let outputs = json["outputs"]?.object
    else { return nil }
    self.stage = stage
    self.version = version
    self.fingerprint = fingerprint
    key = json["key"].flatMap(StageKey.init(json:))
    self.outputs = [:]
    for output in outputs {
      guard let entry = OutputManifest(json: output.value) else { return nil }
      self.outputs[output.key] = entry
    }
    checks = (json["checks"]?.array ?? []).compactMap { CheckResult(json: $0, stage: stage) }
    checksDigest = json["checks_digest"]?.string
    seconds = json["seconds"]?.double ?? 0
    steps = (json["steps"]?.array ?? []).compactMap { step in
      guard let name = step["name"]?.string, let seconds = step["seconds"]?.double else { return nil }
      return Step(name: name, seconds: seconds)
    }
    run = json["run"]?.string ?? ""
    engine = json["engine"]?.string ?? ""
    increment = json["increment"].flatMap(Increment.init(json:))
    acceptedFrom = json["accepted_from"]?.string
  }
}
