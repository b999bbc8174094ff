internal import JSON
public import PipelineModel
internal import Platform

/// What came of checks that ran after a version was made, because the checks changed and the version did not.
///
/// It lies in the cache: without it the checks run once more.
extension Store {
  private func place(of manifest: Manifest) -> (folder: String, file: String) {
    let folder = "\(layout.cache)/checks/\(manifest.stage)"
    return (folder, "\(folder)/\(manifest.version).json")
  }

  /// What came of the checks of this digest on a version, or nil where it has not passed them.
  public func checkResults(_ manifest: Manifest, digest: String) -> [CheckResult]? {
    if manifest.checksDigest == digest { return manifest.checks }
    guard let bytes = try? Files.read(place(of: manifest).file), let json = try? JSON.parse(bytes),
      json["format"]?.int == 1, json["checks_digest"]?.string == digest, let results = json["checks"]?.array
    else { return nil }
    return results.compactMap { CheckResult(json: $0, stage: manifest.stage) }
  }

  /// Notes that a version has passed the checks of this digest, and forgets what is noted of versions that are gone.
  ///
  /// Where it cannot be written the checks run again next time, so that is no error.
  public func noteChecks(_ results: [CheckResult], of manifest: Manifest, digest: String) {
    let (folder, file) = place(of: manifest)
    let json: JSON = [
      "format": 1, "checks_digest": .string(digest), "checks": .array(results.map(\.json)),
    ]
    try? Files.makeFolder(folder)
    try? Files.replace(file, with: Array((json.text() + "\n").utf8), durable: false)
    for name in (try? Files.list(folder)) ?? [] where name.hasSuffix(".json") {
      if !Files.exists(layout.version(manifest.stage, String(name.dropLast(5)))) {
        try? Files.remove("\(folder)/\(name)")
      }
    }
  }

  /// The folder in which a run keeps what failed its checks.
  public func quarantineFolder(_ stage: String, run: String) -> String { "\(layout.quarantine)/\(stage)-\(run)" }
}
