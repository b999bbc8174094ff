internal import JSON
internal import PipelineModel
internal import Platform
internal import Report

/// Writes the dashboard's files below `dashboard/` in a stage's folder, and keeps their digests.
final class DashboardFolder {
  private let folder: String
  private var entries: [OutputManifest.File] = []

  init(folder: String) { self.folder = folder }

  /// Writes a file.
  /// - Throws: `FileError`.
  func add(_ file: ReportFile) throws(FileError) {
    let path = "dashboard/" + file.path
    try Files.makeFolder(Files.folderOf(folder + "/" + path))
    try Files.write(file.bytes, to: folder + "/" + path)
    entries.append(.init(path: path, bytes: file.bytes.count, sha256: SHA256.hex(file.bytes)))
  }

  /// What the manifest says of all files; the output's digest is over each file's path and digest.
  var manifest: OutputManifest {
    let sorted = entries.sorted { $0.path < $1.path }
    let digests = JSON.members(sorted.map { ($0.path, .string($0.sha256)) })
    return OutputManifest(format: .files, files: sorted, rows: nil, digest: SHA256.hex(digests.text(.canonical)))
  }
}
