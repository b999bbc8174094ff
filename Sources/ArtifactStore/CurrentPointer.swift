internal import JSON

/// Which version of each stage is current: what `current.json` says.
public struct CurrentPointer: Sendable, Hashable {
  /// The run that published.
  public var run: String
  /// The current version of each stage.
  public var versions: [String: String]

  /// Makes a pointer.
  public init(run: String, versions: [String: String]) {
    self.run = run
    self.versions = versions
  }

  /// The pointer as it is written.
  var text: String {
    JSON.members([("format", 1), ("run", .string(run)), ("stages", stages)]).text(.pretty) + "\n"
  }

  /// The version of each stage, as an object.
  var stages: JSON { .members(versions.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) }) }

  /// Reads a pointer back; nil where the bytes are none.
  init?(bytes: [UInt8]) {
    guard let json = try? JSON.parse(bytes), json["format"]?.int == 1, let run = json["run"]?.string else {
      return nil
    }
    self.init(run: run, stages: json["stages"])
  }

  /// A pointer from an object of versions; nil where it is none.
  init?(run: String, stages: JSON?) {
    guard let stages = stages?.object else { return nil }
    self.run = run
    versions = [:]
    for stage in stages {
      guard let version = stage.value.string else { return nil }
      versions[stage.key] = version
    }
  }
}
