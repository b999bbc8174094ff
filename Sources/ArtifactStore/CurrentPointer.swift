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
    let stages = versions.sorted { $0.key < $1.key }.map { ($0.key, JSON.string($0.value)) }
    return JSON.members([("format", 1), ("run", .string(run)), ("stages", .members(stages))]).text(.pretty) + "\n"
  }

  /// Reads a pointer back; nil where the bytes are none.
  init?(bytes: [UInt8]) {
    guard let json = try? JSON.parse(bytes), json["format"]?.int == 1, let run = json["run"]?.string,
      let stages = json["stages"]?.object
    else { return nil }
    self.run = run
    versions = [:]
    for stage in stages {
      guard let version = stage.value.string else { return nil }
      versions[stage.key] = version
    }
  }
}
