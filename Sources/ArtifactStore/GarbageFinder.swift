internal import PipelineModel
internal import Platform

/// Decides what can go.
struct GarbageFinder {
  let store: Store
  let policy: RetentionPolicy
  let now: Instant

  private struct Entry {
    var version: Garbage.Version
    var run: String?
    var inodes: [UInt64: Int]
  }

  private struct Key: Hashable {
    var stage: String
    var version: String
  }

  func find() throws(FileError) -> Garbage {
    let layout = store.layout
    let history = RunHistory(layout)
    let records = history.ids.compactMap { history.run($0) }
    let entries = try self.entries()
    let protected = protectedRuns(records)
    var kept = keptRuns(records).union(protected)
    var reached = reach(records, kept, entries)
    if let bound = policy.maximumBytes {
      // The oldest run goes until the rest fits.
      for record in records where bytes(entries.filter { reached.contains(key($0)) }) > bound {
        guard kept.contains(record.id), !protected.contains(record.id) else { continue }
        kept.remove(record.id)
        reached = reach(records, kept, entries)
      }
    }
    let (stay, go) = (entries.filter { reached.contains(key($0)) }, entries.filter { !reached.contains(key($0)) })
    var result = Garbage()
    result.versions = go.map(\.version)
    result.keptVersions = stay.count
    result.keptBytes = bytes(stay)
    result.freedBytes = bytes(entries) - result.keptBytes
    result.exceedsBound = policy.maximumBytes.map { result.keptBytes > $0 } ?? false
    let unfinished = store.journal.unfinished()?.run
    result.runs = records.map(\.id).filter { !kept.contains($0) && $0 != unfinished }
    result.keptRuns = records.map(\.id).filter { kept.contains($0) || $0 == unfinished }
    for name in (try? Files.list(layout.quarantine)) ?? [] where isOld(quarantined: name, kept) {
      result.quarantine.append(name)
      let folder = layout.quarantine + "/" + name
      for file in (try? Files.tree(folder)) ?? [] { result.freedBytes += FileStatus(folder + "/" + file)?.size ?? 0 }
    }
    return result
  }

  private func key(_ entry: Entry) -> Key { Key(stage: entry.version.stage, version: entry.version.version) }

  /// Bytes of all files of versions, each file once.
  private func bytes(_ entries: [Entry]) -> Int {
    var seen: [UInt64: Int] = [:]
    for entry in entries { seen.merge(entry.inodes) { $1 } }
    return seen.values.reduce(0, +)
  }

  // MARK: - Runs

  /// Runs that no bound takes: the current one, and those that were current a moment ago.
  private func protectedRuns(_ records: [PastRun]) -> Set<String> {
    var kept: Set<String> = []
    if let run = store.pointer?.run { kept.insert(run) }
    let good = records.filter(\.wasCurrent)
    for (record, next) in zip(good, good.dropFirst()) {
      // It was current until the next one was.
      guard let replaced = next.endedAt else { continue }
      if Double(now.microseconds - replaced.microseconds) / 1e6 < policy.grace { kept.insert(record.id) }
    }
    return kept
  }

  /// Runs that the policy keeps.
  private func keptRuns(_ records: [PastRun]) -> Set<String> {
    let oldestGood = records.filter(\.wasCurrent).suffix(policy.keepRuns).first?.id
    return Set(
      records.filter { record in
        if let oldestGood, record.id >= oldestGood { return true }
        return record.endedAt.map { !isOld($0) } ?? false
      }.map(\.id))
  }

  /// Whether an instant lies as many days back as are kept, however many that are.
  private func isOld(_ time: Instant) -> Bool {
    let age = now.microseconds - time.microseconds
    return age >= 0 && age / 86_400_000_000 >= policy.keepDays
  }

  private func isOld(quarantined name: String, _ kept: Set<String>) -> Bool {
    let run = String(name.suffix(21))
    guard !kept.contains(run), let time = Instant(stamp: run) else { return false }
    return isOld(time)
  }

  // MARK: - Versions

  /// The versions that kept runs reach: those they served with, and those they made.
  private func reach(_ records: [PastRun], _ kept: Set<String>, _ entries: [Entry]) -> Set<Key> {
    var reached = Set((store.pointer?.versions ?? [:]).map { Key(stage: $0.key, version: $0.value) })
    for record in records where kept.contains(record.id) {
      reached.formUnion(record.versions.map { Key(stage: $0.key, version: $0.value) })
    }
    for entry in entries {
      if let run = entry.run, kept.contains(run) { reached.insert(key(entry)) }
    }
    return reached
  }

  private func entries() throws(FileError) -> [Entry] {
    var entries: [Entry] = []
    guard Files.exists(store.layout.artifacts) else { return [] }
    for stage in try Files.list(store.layout.artifacts) {
      let folder = store.layout.stage(stage)
      guard FileStatus(folder, followLinks: false)?.kind == .folder else { continue }
      for version in try Files.list(folder) where !version.hasPrefix(".") {
        let path = folder + "/" + version
        guard FileStatus(path, followLinks: false)?.kind == .folder else { continue }
        var inodes: [UInt64: Int] = [:]
        for file in try Files.tree(path) {
          if let status = FileStatus(path + "/" + file, followLinks: false) { inodes[status.inode] = status.size }
        }
        entries.append(
          Entry(
            version: .init(stage: stage, version: version, bytes: inodes.values.reduce(0, +)),
            run: store.manifest(stage, version)?.run, inodes: inodes))
      }
    }
    return entries
  }
}
