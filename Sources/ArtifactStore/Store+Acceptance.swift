public import PipelineModel
public import Platform

extension Store {
  /// Makes a version of what another holds, under another key: its content is taken to be what that key would give.
  ///
  /// The files are the other version's own (links to them where the file system has such), so nothing is written twice.
  /// - Returns: the new version, on disk and not yet current.
  /// - Throws: `FileError`; nothing is published then.
  public func accept(_ manifest: Manifest, for key: StageKey, run: String) throws(FileError) -> Manifest {
    let staging = try stage(manifest.stage, run: run)
    let folder = layout.version(manifest.stage, manifest.version)
    for file in manifest.outputs.values.flatMap(\.files) {
      try Files.makeFolder(Files.folderOf(staging + "/" + file.path))
      try Files.share(folder + "/" + file.path, as: staging + "/" + file.path)
    }
    let accepted = manifest.accepted(for: key, run: run)
    try publish(accepted, from: staging)
    return accepted
  }
}
