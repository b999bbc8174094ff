public import Engines
public import PipelineModel
internal import Platform

/// What a stage takes over from its current version.
public struct HeldOutputs: Sendable {
  /// The outputs as tables, by name.
  public var tables: [String: InputTable]
  /// What the version's manifest says of them.
  public var manifests: [String: OutputManifest]
  /// Whether they are to be made anew, and only compared with.
  public var isRenewed: Bool

  /// Makes the value.
  public init(tables: [String: InputTable], manifests: [String: OutputManifest], isRenewed: Bool) {
    self.tables = tables
    self.manifests = manifests
    self.isRenewed = isRenewed
  }

  /// Carries an output over as it is.
  /// - Returns: what the new version's manifest says of it.
  /// - Throws: `StageFailure` where it is not there, `FileError` where it cannot be copied.
  func carry(_ name: String, to folder: String) throws -> OutputManifest {
    guard let table = tables[name], let manifest = manifests[name] else {
      throw StageFailure("the current version has no \(name)")
    }
    for (file, entry) in zip(table.files, manifest.files) {
      try Files.write(try Files.read(file), to: folder + "/" + entry.path)
    }
    return manifest
  }
}
