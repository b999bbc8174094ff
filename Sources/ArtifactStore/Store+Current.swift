public import Platform

extension Store {
  /// What is current where `current.json` cannot tell: what the journal says was made current last, or else the newest
  /// run whose versions became current.
  static func recoveredPointer(_ layout: StoreLayout) -> (pointer: CurrentPointer, origin: String)? {
    if let pointer = Journal(layout).lastSwap { return (pointer, "the journal") }
    let history = RunHistory(layout)
    for id in history.ids.reversed() {
      if let record = history.run(id), record.wasCurrent, !record.versions.isEmpty {
        return (CurrentPointer(run: id, versions: record.versions), "the record of run \(id)")
      }
    }
    return nil
  }

  /// Makes versions current, all in one step. The links for people are to follow: `replaceLinks`.
  /// - Throws: `FileError`; the old versions are current then, unless `pointer` is the new one: then the journal alone
  ///   could not be written.
  public func makeCurrent(_ pointer: CurrentPointer) throws(FileError) {
    let path = layout.current
    // The stages' folders are as much a part of what becomes current as what is in them.
    try syncPublished()
    try Files.sync(layout.artifacts)
    try Files.replace(path, with: Array(pointer.text.utf8)) { () throws(FileError) in
      try StoreStep.pointerWritten.reach(path)
    }
    note(current: pointer)
    try StoreStep.pointerReplaced.reach(path)
    try journal.append(.swap, run: pointer.run, [("stages", pointer.stages)], durable: true)
    try StoreStep.swapJournaled.reach(layout.journal)
  }

  /// Points the links for people at what is current.
  /// - Throws: `FileError`, as where something that is no link stands in the place of one.
  public func replaceLinks(_ pointer: CurrentPointer) throws(FileError) {
    try Files.makeFolder(layout.currentLinks)
    for (stage, version) in pointer.versions.sorted(by: { $0.key < $1.key }) {
      let link = "\(layout.currentLinks)/\(stage)"
      let target = "../artifacts/\(stage)/\(version)"
      if Files.linkTarget(link) != target {
        try Files.link(link, to: target) { () throws(FileError) in try StoreStep.linkMade.reach(link) }
      }
    }
    for name in try Files.list(layout.currentLinks) where pointer.versions[name] == nil {
      try Files.remove("\(layout.currentLinks)/\(name)")
    }
    try StoreStep.linksReplaced.reach(layout.currentLinks)
  }

  /// Points `exports` at what a stage writes, whichever version of it is current; takes it away without such a stage.
  /// - Throws: `FileError`, also where something that is no link stands in its place.
  public func showExports(of stage: String?) throws(FileError) {
    let shown = Files.linkTarget(layout.exports)
    if let stage {
      let target = "current/\(stage)/files"
      if shown != target { try Files.link(layout.exports, to: target) }
    } else if shown != nil {
      try Files.remove(layout.exports)
    }
  }

  // MARK: - The dashboard

  /// Whether `report` shows this version of the dashboard, with all its files in their sizes.
  ///
  /// The copy is not synced to the disk, which would cost more than the copy; what a crash of the machine leaves of it
  /// is seen here, and made again.
  ///
  /// - Parameters:
  ///   - files: the dashboard's files below `report` with their bytes; nil where any size will do.
  public func shows(_ version: String, files: [(path: String, bytes: Int?)]) -> Bool {
    guard let target = Files.linkTarget(layout.report), Paths.name(target).hasPrefix(version + ".") else {
      return false
    }
    return files.allSatisfy { path, bytes in
      guard let status = FileStatus(layout.report + "/" + path), status.kind == .file else { return false }
      return bytes.map { $0 == status.size } ?? (status.size > 0)
    }
  }

  /// Points `report` at a dashboard that `fill` writes into a fresh folder, in one step; the one before goes.
  ///
  /// - Parameters:
  ///   - version: the version of the stage that made it.
  ///   - run: the run that shows it.
  /// - Throws: what `fill` throws, or `FileError`; the old dashboard stays then.
  public func publishReport(version: String, run: String, fill: (_ folder: String) throws -> Void) throws {
    let name = "\(version).\(run)"
    let folder = "\(layout.reports)/\(name)"
    try Files.remove(folder)
    try Files.makeFolder(folder)
    do {
      try fill(folder)
      try StoreStep.reportFilled.reach(folder)
      try Files.link(layout.report, to: ".reports/\(name)")
    } catch {
      try? Files.remove(folder)
      throw error
    }
    try StoreStep.reportReplaced.reach(layout.report)
    for other in try Files.list(layout.reports) where other != name { try Files.remove("\(layout.reports)/\(other)") }
  }
}
