internal import Dispatch
internal import JSON
internal import PipelineModel
internal import Platform
internal import Report
internal import Synchronization

/// Writes the dashboard's files below `dashboard/` in a stage's folder, and keeps their digests.
final class DashboardFolder {
  private let folder: String
  private var entries: [OutputManifest.File] = []

  init(folder: String) { self.folder = folder }

  /// Writes a file.
  /// - Throws: `FileError`.
  func add(_ file: ReportFile) throws(FileError) { entries.append(try Self.write(file, in: folder)) }

  private static func write(_ file: ReportFile, in folder: String) throws(FileError) -> OutputManifest.File {
    let path = "dashboard/" + file.path
    try Files.makeFolder(Files.folderOf(folder + "/" + path))
    try Files.write(file.bytes, to: folder + "/" + path)
    return .init(path: path, bytes: file.bytes.count, sha256: SHA256.hex(file.bytes))
  }

  /// Makes and writes many files, as many at a time as there are threads.
  /// - Throws: `FileError`, of the first file by number that could not be written.
  func add(_ count: Int, threads: Int, _ make: @escaping @Sendable (Int) -> ReportFile) throws {
    let made = Mutex([Result<OutputManifest.File, FileError>?](repeating: nil, count: count))
    let lot = (count + threads - 1) / max(1, threads)
    let folder = self.folder
    DispatchQueue.concurrentPerform(iterations: threads) { thread in
      for index in min(count, thread * lot)..<min(count, (thread + 1) * lot) {
        let result = Result { () throws(FileError) in try Self.write(make(index), in: folder) }
        made.withLock { $0[index] = result }
      }
    }
    for result in made.withLock({ $0 }) { if let file = try result?.get() { entries.append(file) } }
  }

  /// What the manifest says of all files; the output's digest is over each file's path and digest.
  var manifest: OutputManifest {
    let sorted = entries.sorted { $0.path < $1.path }
    let digests = JSON.members(sorted.map { ($0.path, .string($0.sha256)) })
    return OutputManifest(format: .files, files: sorted, rows: nil, digest: SHA256.hex(digests.text(.canonical)))
  }
}
