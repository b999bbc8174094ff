internal import PipelineModel
internal import Platform

/// One pass over an output folder.
struct StoreVerifier {
  let store: Store
  let deep: Bool
  var result = Verification()

  private var layout: StoreLayout { store.layout }

  private static let rootNames: Set<String> = [
    "artifacts", "runs", "current.json", "current", "report", ".reports", "exports", "quarantine", "journal.ndjson",
    "outside.json", "schedule.log", "lock", "cache", ".gitkeep",
  ]
  private static let nextRunRemoves = "none needed: a run under way is at work on it, or the next run removes it"
  private static let removeByHand = "remove it if you did not put it there"

  init(store: Store, deep: Bool) {
    self.store = store
    self.deep = deep
  }

  private mutating func damaged(_ path: String, _ problem: String, _ mend: String) {
    result.findings.append(.init(kind: .damaged, path: path, problem: problem, mend: mend))
  }

  private mutating func stray(_ path: String, _ problem: String, _ mend: String = Self.removeByHand) {
    result.findings.append(.init(kind: .stray, path: path, problem: problem, mend: mend))
  }

  mutating func run() throws(FileError) {
    guard Files.exists(layout.root) else { return }
    for name in try Files.list(layout.root) where !Self.rootNames.contains(name) {
      unexplained(layout.root, name)
    }
    try verifyArtifacts()
    try verifyRuns()
    try verifyCurrent()
    verifyJournal()
    if Files.exists(layout.cache) {
      for name in try Files.list(layout.cache) where !["digests.json", "checks", "refused"].contains(name) {
        unexplained(layout.cache, name)
      }
    }
  }

  private mutating func unexplained(_ folder: String, _ name: String) {
    let path = folder + "/" + name
    if name.hasSuffix(Files.temporarySuffix) || name.hasPrefix(".") {
      stray(path, "is half made", Self.nextRunRemoves)
    } else {
      stray(path, "is no part of the store")
    }
  }

  // MARK: - Versions

  private mutating func verifyArtifacts() throws(FileError) {
    guard Files.exists(layout.artifacts) else { return }
    for stage in try Files.list(layout.artifacts) {
      guard FileStatus(layout.stage(stage), followLinks: false)?.kind == .folder else {
        unexplained(layout.artifacts, stage)
        continue
      }
      for version in try Files.list(layout.stage(stage)) {
        let folder = layout.version(stage, version)
        if version.hasPrefix(".") || FileStatus(folder, followLinks: false)?.kind != .folder {
          unexplained(layout.stage(stage), version)
        } else {
          try verifyVersion(stage, version, folder)
        }
      }
    }
  }

  private mutating func verifyVersion(_ stage: String, _ version: String, _ folder: String) throws(FileError) {
    let isCurrent = store.pointer?.versions[stage] == version
    let mend =
      isCurrent
      ? "palier run builds it again" : "none needed: it is not current and is built again where a run needs it"
    guard let manifest = store.manifest(stage, version) else {
      // A collection may have taken it away since the folder was listed.
      guard Files.exists(folder) else { return }
      damaged(folder, "manifest.json is missing or was altered", mend)
      return
    }
    result.versions += 1
    let files = manifest.allFiles
    result.files += files.count
    result.bytes += files.reduce(0) { $0 + $1.bytes }
    let damage =
      deep ? try store.deepDamage(manifest) : store.sizeDamage(manifest) ?? manifest.inconsistency
    if let damage, Files.exists(folder) { damaged(folder, damage, mend) }
    let known = Set(files.map(\.path)).union(["manifest.json", Store.sqlName])
    for file in (try? Files.tree(folder)) ?? [] where !known.contains(file) { unexplained(folder, file) }
  }

  // MARK: - Runs and what is current

  private mutating func verifyRuns() throws(FileError) {
    guard Files.exists(layout.runs) else { return }
    let history = RunHistory(layout)
    let unfinished = store.journal.unfinished()?.run
    for id in try Files.list(layout.runs) where id != unfinished {
      let folder = layout.run(id)
      if !RunHistory.isID(id) || FileStatus(folder, followLinks: false)?.kind != .folder {
        unexplained(layout.runs, id)
        continue
      }
      result.runs += 1
      guard let record = history.run(id), record.id == id else {
        damaged(
          folder, "run.json is missing or cannot be understood",
          "remove the folder: the history loses that run, results do not depend on it")
        continue
      }
      for file in try Files.list(folder) where file.hasSuffix(Files.temporarySuffix) { unexplained(folder, file) }
    }
  }

  private mutating func verifyCurrent() throws(FileError) {
    guard let pointer = store.pointer else { return }
    if store.isPointerRecovered {
      damaged(layout.current, "is missing or cannot be understood", "palier run writes it again")
    }
    for (stage, version) in pointer.versions.sorted(by: { $0.key < $1.key }) {
      if !Files.exists(layout.version(stage, version)) {
        damaged(layout.version(stage, version), "is current and not there", "palier run builds it again")
      }
      let link = "\(layout.currentLinks)/\(stage)"
      if Files.linkTarget(link) != "../artifacts/\(stage)/\(version)" {
        damaged(link, "does not lead to the current version", "palier run points it there")
      }
    }
    if Files.exists(layout.currentLinks) {
      for name in try Files.list(layout.currentLinks) where pointer.versions[name] == nil {
        unexplained(layout.currentLinks, name)
      }
    }
    guard Files.exists(layout.reports) else { return }
    let shown = Files.linkTarget(layout.report).map { Paths.name($0) }
    for name in try Files.list(layout.reports) where name != shown {
      stray("\(layout.reports)/\(name)", "is not shown", Self.nextRunRemoves)
    }
  }

  private mutating func verifyJournal() {
    let broken = store.journal.brokenLines
    guard let first = broken.first else { return }
    damaged(
      "\(layout.journal):\(first)",
      broken.count == 1
        ? "this line cannot be understood" : "this and \(broken.count - 1) more lines cannot be understood",
      "palier gc --apply writes the journal anew without them; results do not depend on them")
  }
}
