internal import Dispatch
internal import JSON
public import PipelineModel
public import Platform
internal import Synchronization

/// The versions of all stages on disk.
///
/// A version is written to a staging folder, synced, and renamed into its place; it is never changed after. Which
/// versions are current is one file, replaced in one step for all stages of a run.
public final class Store: VersionLookup, Sendable {
  /// Where things lie.
  public let layout: StoreLayout
  /// Digests of files.
  public let digests: FileDigestCache
  /// What runs did.
  public let journal: Journal

  private struct State {
    var pointer: CurrentPointer?
    var isPointerRecovered = false
    var manifests: [String: Manifest] = [:]
    var damages: [String: String?] = [:]
    var sync = SyncState()
  }

  private let state: Mutex<State>
  /// What stages with effects last put outside the folder.
  let outside: Mutex<OutsideState>
  /// What was odd about the store when it was opened.
  public let warnings: [String]

  /// Opens the store of an output folder, which need not exist.
  /// - Throws: `FileError` where the folder exists but cannot be read.
  public init(root: String) throws(FileError) {
    layout = StoreLayout(root: root)
    digests = FileDigestCache(folder: layout.cache)
    journal = Journal(layout)
    var state = State()
    var warnings: [String] = []
    if Files.exists(layout.current) { state.pointer = CurrentPointer(bytes: try Files.read(layout.current)) }
    if state.pointer == nil, Files.exists(layout.current) || Files.exists(layout.journal) || Files.exists(layout.runs) {
      let isLost = Files.exists(layout.current)
      let recovered = Self.recoveredPointer(layout)
      state.pointer = recovered?.pointer
      state.isPointerRecovered = recovered != nil
      if let recovered {
        warnings.append(
          "\(layout.current) \(isLost ? "cannot be understood" : "is missing"); what was current is taken from "
            + recovered.origin)
      } else if isLost {
        warnings.append("\(layout.current) cannot be understood; versions on disk are used again where they fit")
      }
    }
    outside = Mutex(
      Files.exists(layout.outside)
        ? OutsideState(bytes: try Files.read(layout.outside)) : OutsideState(isLost: state.pointer != nil))
    self.state = Mutex(state)
    self.warnings = warnings
  }

  // MARK: - Reading

  /// Which versions are current, or nil before the first publication.
  public var pointer: CurrentPointer? { state.withLock { $0.pointer } }

  /// Whether what is current had to be found out without `current.json`.
  public var isPointerRecovered: Bool { state.withLock { $0.isPointerRecovered } }

  /// The stage's current version.
  public func current(_ stage: String) -> Manifest? {
    guard let version = pointer?.versions[stage] else { return nil }
    return manifest(stage, version)
  }

  /// Reads the manifests of all current versions and looks at their files, on all processors, where they are many: for a
  /// thousand stages that is a fifth of what a run with nothing to do takes.
  public func lookAhead() {
    let current = Array(pointer?.versions ?? [:])
    let lot = 32
    guard current.count > 2 * lot else { return }
    DispatchQueue.concurrentPerform(iterations: (current.count + lot - 1) / lot) { number in
      for (stage, version) in current[number * lot..<min((number + 1) * lot, current.count)] {
        if let manifest = manifest(stage, version) { _ = damage(manifest) }
      }
    }
  }

  /// The manifest of a version, or nil where there is none that can be understood.
  public func manifest(_ stage: String, _ version: String) -> Manifest? {
    let folder = layout.version(stage, version)
    if let known = state.withLock({ $0.manifests[folder] }) { return known }
    guard let bytes = try? Files.read(folder + "/manifest.json"), ManifestSeal.isWhole(bytes),
      let json = try? JSON.parse(bytes), let manifest = Manifest(json: json), manifest.stage == stage,
      manifest.version == version
    else { return nil }
    state.withLock { $0.manifests[folder] = manifest }
    return manifest
  }

  /// A whole, undamaged version with this fingerprint; the current one where it fits, one that was run before one that
  /// was accepted.
  public func version(_ stage: String, fingerprint: String) -> Manifest? {
    let current = self.current(stage)
    if let current, current.fingerprint == fingerprint, damage(current) == nil { return current }
    let names = (try? Files.list(layout.stage(stage))) ?? []
    let fitting = names.filter { Manifest.isVersion($0, of: fingerprint) }.compactMap { manifest(stage, $0) }
      .filter { $0.fingerprint == fingerprint }
    return (fitting.filter { $0.acceptedFrom == nil } + fitting.filter { $0.acceptedFrom != nil })
      .first { damage($0) == nil }
  }

  /// What is wrong with a version's files: missing, of another size, or of other content.
  public func damage(_ manifest: Manifest) -> String? {
    let folder = layout.version(manifest.stage, manifest.version)
    if let known = state.withLock({ $0.damages[folder] }) { return known }
    let found = findDamage(manifest, folder)
    state.withLock { $0.damages[folder] = found }
    return found
  }

  private func findDamage(_ manifest: Manifest, _ folder: String) -> String? {
    for (_, output) in manifest.outputs.sorted(by: { $0.key < $1.key }) {
      for file in output.files {
        let path = folder + "/" + file.path
        guard let status = FileStatus(path), status.kind == .file else { return "\(file.path) is missing" }
        guard status.size == file.bytes else {
          return "\(file.path) has \(status.size) bytes instead of \(file.bytes)"
        }
        guard let digest = try? digests.digest(path) else { return "\(file.path) cannot be read" }
        if digest != file.sha256 { return "\(file.path) was altered" }
      }
    }
    return nil
  }

  /// The files of an output of a version, absolute.
  public func files(_ manifest: Manifest, _ output: String) -> [String] {
    let folder = layout.version(manifest.stage, manifest.version)
    return (manifest.outputs[output]?.files ?? []).map { folder + "/" + $0.path }
  }

  /// The file beside a version's outputs that holds its stage's SQL as it was written.
  public static let sqlName = "stage.sql"

  /// A version's SQL as it was written, or nil where it has none.
  public func sqlText(_ manifest: Manifest) -> String? {
    let path = layout.version(manifest.stage, manifest.version) + "/" + Self.sqlName
    return (try? Files.read(path)).map { String(decoding: $0, as: UTF8.self) }
  }

  // MARK: - Writing

  /// An empty folder for a run to write a stage's outputs to.
  /// - Throws: `FileError`.
  public func stage(_ id: String, run: String) throws(FileError) -> String {
    let folder = layout.staging(id, run: run)
    try Files.remove(folder)
    try Files.makeFolder(folder)
    try StoreStep.staged.reach(folder)
    return folder
  }

  /// Takes a run's staging folder away from whoever still writes to it: renamed first, so that it is whole or gone for a
  /// publication that goes on at the same time. What cannot be removed now, the next run removes.
  public func abandon(_ id: String, run: String) {
    let folder = layout.staging(id, run: run)
    let aside = "\(layout.stage(id))/.abandoned-\(run)"
    guard (try? Files.rename(folder, to: aside)) != nil else { return }
    try? Files.remove(aside)
  }

  /// Makes a staged version one of the store's: its files and its manifest on disk, then the folder in its place.
  ///
  /// It is not current yet. A version that is there already with the same content stays, and the staged one goes.
  /// - Throws: `FileError`; nothing is published then.
  public func publish(_ manifest: Manifest, from staging: String) throws(FileError) {
    let target = layout.version(manifest.stage, manifest.version)
    try StoreStep.produced.reach(staging)
    let isDurable = !isSyncingLater
    if isDurable { for file in manifest.outputs.values.flatMap(\.files) { try Files.sync(staging + "/" + file.path) } }
    try StoreStep.synced.reach(staging)
    try Files.write(ManifestSeal.sealed(manifest.json), to: staging + "/manifest.json", durable: isDurable)
    if isDurable {
      for folder in Self.folders(of: manifest) { try Files.sync(staging + "/" + folder) }
      try Files.sync(staging)
    }
    try StoreStep.manifestWritten.reach(staging)
    if Files.exists(target) {
      try replace(target, with: staging, manifest)
    } else {
      try Files.rename(staging, to: target)
    }
    if isDurable { try Files.sync(layout.stage(manifest.stage)) }
    try StoreStep.renamed.reach(target)
    try journal.append(
      .stage, run: manifest.run, [("stage", .string(manifest.stage)), ("version", .string(manifest.version))])
    try StoreStep.stageJournaled.reach(layout.journal)
    for file in manifest.outputs.values.flatMap(\.files) { digests.note(target + "/" + file.path, digest: file.sha256) }
    state.withLock {
      $0.manifests[target] = manifest
      $0.damages[target] = .some(nil)
    }
  }

  /// Puts a whole version in the place of an older copy, whole or damaged, of the same fingerprint and content.
  private func replace(_ target: String, with staging: String, _ manifest: Manifest) throws(FileError) {
    if Files.exchange(staging, target) {
      try StoreStep.exchanged.reach(target)
      try Files.remove(staging)
      return
    }
    // A file system that cannot exchange: for an instant nothing is in the place, which a killed run may leave so.
    let old = layout.stage(manifest.stage) + "/.replaced-\(manifest.version)"
    try Files.remove(old)
    try Files.rename(target, to: old)
    try StoreStep.exchanged.reach(target)
    try Files.rename(staging, to: target)
    try Files.remove(old)
  }

  // MARK: - Syncing

  /// When what is published is brought to the disk.
  private struct SyncState {
    var isLater = false
    var isDue = false
  }

  /// Says how many versions are to be published.
  ///
  /// A few are synced one by one, while other stages work; past that, one sync of the whole file system before anything
  /// becomes current takes less time than one for each file. A version that a crash of the machine tears meanwhile is
  /// found by its sizes and digests, as any damaged one is.
  public func expectVersions(_ count: Int) { state.withLock { $0.sync.isLater = count > Self.syncedOneByOne } }

  private static let syncedOneByOne = 32

  /// Whether versions are synced all at once later; notes that there is something to sync then.
  private var isSyncingLater: Bool {
    state.withLock { state in
      if state.sync.isLater { state.sync.isDue = true }
      return state.sync.isLater
    }
  }

  /// Brings everything published to the disk, where that was put off.
  /// - Throws: `FileError`.
  public func syncPublished() throws(FileError) {
    let isDue = state.withLock { state in
      defer { state.sync.isDue = false }
      return state.sync.isDue
    }
    if isDue { try Files.syncFileSystem(holding: layout.root) }
  }

  /// Notes that files of a version, which was looked at and found whole, now have another name as well: that changed
  /// what the file system says of them, not what they hold.
  public func noteShared(_ manifest: Manifest) {
    let folder = layout.version(manifest.stage, manifest.version)
    for file in manifest.outputs.values.flatMap(\.files) {
      digests.note(folder + "/" + file.path, digest: file.sha256)
    }
  }

  /// The folders below a version's own that its files lie in.
  private static func folders(of manifest: Manifest) -> Set<String> {
    var folders: Set<String> = []
    for file in manifest.outputs.values.flatMap(\.files) {
      var folder = Files.folderOf(file.path)
      while folder != ".", folders.insert(folder).inserted { folder = Files.folderOf(folder) }
    }
    return folders
  }

  /// Keeps a staged version that failed its checks, for inspection, with its manifest.
  /// - Throws: `FileError`.
  public func quarantine(_ manifest: Manifest, from staging: String) throws(FileError) -> String {
    let target = quarantineFolder(manifest.stage, run: manifest.run)
    try Files.makeFolder(layout.quarantine)
    try Files.write(ManifestSeal.sealed(manifest.json), to: staging + "/manifest.json")
    try Files.remove(target)
    try Files.rename(staging, to: target)
    return target
  }

  /// Notes what has become current.
  func note(current pointer: CurrentPointer) {
    state.withLock {
      $0.pointer = pointer
      $0.isPointerRecovered = false
    }
  }
}
