internal import JSON
public import Platform
internal import Synchronization

/// Digests of files by what the file system says of them, so that an unchanged file is not read again.
///
/// Size, times and inode may skip hashing; they never decide that content is equal where they differ. The cache can be
/// thrown away at any time: a lost or broken one costs time only.
public final class FileDigestCache: Sendable {
  private struct Entry: Equatable {
    var status: FileStatus
    var digest: String
  }

  private struct State {
    var entries: [String: Entry] = [:]
    var used: Set<String> = []
    var isChanged = false
    var isLoaded = false
  }

  private let path: String
  private let state: Mutex<State>

  /// The cache in a folder, read when it is first needed; one that cannot be read is an empty one.
  public init(folder: String) {
    path = folder + "/digests.json"
    state = Mutex(State())
  }

  private func withEntries<Result>(_ body: (inout State) -> Result) -> Result {
    state.withLock { state in
      if !state.isLoaded {
        state.isLoaded = true
        state.entries = Self.load(path)
      }
      return body(&state)
    }
  }

  private static func load(_ path: String) -> [String: Entry] {
    guard let bytes = try? Files.read(path), let json = try? JSON.parse(bytes), json["format"]?.int == 1 else {
      return [:]
    }
    var entries: [String: Entry] = [:]
    for member in json["files"]?.object ?? [] {
      guard let fields = member.value.array, fields.count == 5, let size = fields[0].int,
        let modified = fields[1].int, let changed = fields[2].int, let inode = fields[3].int,
        let digest = fields[4].string
      else { continue }
      let status = FileStatus(
        size: size, modified: modified, changed: changed, inode: UInt64(bitPattern: Int64(inode)))
      entries[member.key] = Entry(status: status, digest: digest)
    }
    return entries
  }

  /// The SHA-256 of a file, read only where it may have changed since it was last read.
  /// - Throws: `FileError` where the file cannot be read.
  public func digest(_ file: String) throws(FileError) -> String {
    guard let before = FileStatus(file) else { throw FileError("read", file) }
    let known = withEntries { state in
      state.used.insert(file)
      return state.entries[file]
    }
    if let known, known.status == before { return known.digest }
    let digest = try SHA256.hex(file: file)
    remember(file, before, digest)
    return digest
  }

  /// Notes the digest of a file that was just written and will not be written again.
  public func note(_ file: String, digest: String) {
    guard let status = FileStatus(file) else { return }
    withEntries {
      $0.used.insert(file)
      $0.entries[file] = Entry(status: status, digest: digest)
      $0.isChanged = true
    }
  }

  /// Keeps the digest, unless the file is so young that a further write could leave its times as they are.
  private func remember(_ file: String, _ before: FileStatus, _ digest: String) {
    let age = Instant.now.microseconds * 1000 - max(before.modified, before.changed)
    guard FileStatus(file) == before, age > 50_000_000 else { return }
    withEntries {
      $0.entries[file] = Entry(status: before, digest: digest)
      $0.isChanged = true
    }
  }

  /// Writes the cache where it changed, without the files that were not asked for since it was opened.
  ///
  /// A cache that cannot be written costs time only, so that is no error.
  public func save() {
    let text: String? = withEntries { state in
      guard state.isChanged else { return nil }
      let kept = state.entries.filter { state.used.contains($0.key) }
      let files = kept.sorted { $0.key < $1.key }.map { file, entry -> (String, JSON) in
        let status = entry.status
        return (
          file,
          [
            .int(status.size), .int(status.modified), .int(status.changed),
            .int(Int(Int64(bitPattern: status.inode))), .string(entry.digest),
          ]
        )
      }
      return JSON.members([("format", 1), ("files", .members(files))]).text()
    }
    guard let text else { return }
    try? Files.makeFolder(Files.folderOf(path))
    try? Files.replace(path, with: Array(text.utf8), durable: false)
  }
}
