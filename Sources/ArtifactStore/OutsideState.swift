internal import JSON
internal import Platform

/// Which version each stage with effects last put outside the output folder: what `outside.json` says.
///
/// The store alone cannot tell: a run that fails later has published all the same, and a rollback takes no table of
/// another database back.
struct OutsideState: Sendable, Hashable {
  /// By stage; nil while a version is being put there, or where that was broken off.
  private(set) var versions: [String: String?] = [:]
  /// Whether the file was once lost: then nothing is known of stages that it does not name.
  private var isLost = false

  /// There is no file: nothing was put anywhere; or, where the folder has results, nobody knows.
  init(isLost: Bool) { self.isLost = isLost }

  /// Reads the file.
  init(bytes: [UInt8]) {
    guard let json = try? JSON.parse(bytes), json["format"]?.int == 1, let stages = json["stages"]?.object else {
      isLost = true
      return
    }
    for stage in stages { versions[stage.key] = .some(stage.value.string) }
    isLost = json["lost"]?.bool ?? false
  }

  /// The file's text.
  var text: String {
    let stages = versions.sorted { $0.key < $1.key }.map { stage in
      (stage.key, stage.value.map { JSON.string($0) } ?? nil)
    }
    let lost: [(String, JSON)] = isLost ? [("lost", true)] : []
    return JSON.members([("format", 1)] + lost + [("stages", .members(stages))]).text(.pretty) + "\n"
  }

  /// Whether what a stage last put outside is a version.
  func holds(_ version: String, of stage: String) -> Bool {
    guard let noted = versions[stage] else { return !isLost }
    return noted == version
  }

  /// Notes what a stage is about to put outside (nil), or has put there.
  ///
  /// - Parameter stages: those of the pipeline. What others put outside may since have been written over: where they
  ///   come back, they publish again.
  mutating func note(_ version: String?, of stage: String, among stages: Set<String>) {
    for other in versions.keys where !stages.contains(other) { versions[other] = .some(nil) }
    versions[stage] = .some(version)
  }
}
