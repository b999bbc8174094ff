internal import JSON
public import Platform

extension Store {
  /// Puts right what killed runs left, and makes the folders that a run needs. Call with the lock held.
  ///
  /// Runs that were killed get a record. What they published stays, for the run that needs it; what they left half made
  /// goes. `current.json` is made again where it was lost, and the links for people follow it.
  ///
  /// - Returns: what was found, in words.
  /// - Throws: `FileError`.
  public func recover() throws(FileError) -> [String] {
    try StoreStep.locked.reach(layout.root)
    try Files.makeFolder(layout.artifacts)
    try Files.makeFolder(layout.runs)
    var found: [String] = []
    if let mended = try journal.mend() { found.append(mended) }
    if let unfinished = journal.unfinished() { found.append(try record(killed: unfinished)) }
    try removeLeftovers()
    if let pointer {
      if isPointerRecovered { try makeCurrent(pointer) }
      // Links are for people: what runs read stands in `current.json`.
      do { try replaceLinks(pointer) } catch { found.append("the links in current/ could not be mended: \(error)") }
    }
    return found
  }

  /// Gives a killed run its record and its end.
  private func record(killed unfinished: Journal.Unfinished) throws(FileError) -> String {
    let run = unfinished.run
    let isPublished = pointer?.run == run
    let history = RunHistory(layout)
    var status = "killed"
    if let record = history.run(run) {
      // It was killed after it had written its record: that one is right.
      status = record.status
    } else {
      let published = Dictionary(unfinished.published.map { ($0.stage, $0.version) }, uniquingKeysWith: { $1 })
      let versions = isPublished ? pointer?.versions ?? [:] : published
      let stages = versions.sorted { $0.key < $1.key }.map { stage, version -> JSON in
        [
          "id": .string(stage), "verdict": published[stage] == version ? "ran" : "fresh", "seconds": 0,
          "version": .string(version), "reasons": [], "outputs": [:],
        ]
      }
      let started = unfinished.begin["at"]?.string ?? ""
      let seconds = zip(Instant(stamp: unfinished.lastSeen), Instant(stamp: started)).map {
        Double($0.microseconds - $1.microseconds)
      }
      var members: [(String, JSON)] = [
        ("format", 1), ("run_id", .string(run)), ("status", "killed"),
        ("seconds", .double(((seconds ?? 0) / 1000).rounded() / 1000)),
        ("report", nil), ("warnings", []), ("stages", .array(stages)), ("published", .bool(isPublished)),
        ("started_at", .string(started)), ("ended_at", .string(unfinished.lastSeen)),
      ]
      members += (unfinished.begin.object ?? []).filter { !["at", "run", "event"].contains($0.key) }
        .map { ($0.key, $0.value) }
      try history.write(.members(members), run: run)
    }
    try journal.append(.end, run: run, [("status", .string(status)), ("current", .string(pointer?.run ?? ""))])
    try StoreStep.killedRecorded.reach(layout.run(run))
    return "run \(run) was killed; "
      + (isPublished ? "its results are current" : "what it had published is used again where it fits")
  }

  /// Removes what is hidden or has a temporary name in the places where runs make such things.
  private func removeLeftovers() throws(FileError) {
    for stage in try Files.list(layout.artifacts) {
      for name in (try? Files.list(layout.stage(stage))) ?? [] where name.hasPrefix(".") {
        try Files.remove(layout.stage(stage) + "/" + name)
      }
    }
    let runs = try Files.list(layout.runs)
    for name in runs where name.hasPrefix(".") { try Files.remove(layout.run(name)) }
    // A run whose record could not be written, on a full disk say, left its log alone: nothing refers to it.
    for last in runs.filter(RunHistory.isID).suffix(3) {
      if Files.exists(layout.run(last) + "/run.json") {
        try removeTemporaries(layout.run(last))
      } else {
        try Files.remove(layout.run(last))
      }
    }
    for folder in [layout.root, layout.currentLinks, layout.cache] where Files.exists(folder) {
      try removeTemporaries(folder)
    }
    if Files.exists(layout.reports) {
      let shown = Files.linkTarget(layout.report).map { Paths.name($0) }
      for name in try Files.list(layout.reports) where name != shown { try Files.remove("\(layout.reports)/\(name)") }
    }
    try StoreStep.leftoversRemoved.reach(layout.artifacts)
  }

  private func removeTemporaries(_ folder: String) throws(FileError) {
    for name in try Files.list(folder) where name.hasSuffix(Files.temporarySuffix) {
      try Files.remove(folder + "/" + name)
    }
  }
}

/// Both values, where both are there.
private func zip<A, B>(_ a: A?, _ b: B?) -> (A, B)? {
  guard let a, let b else { return nil }
  return (a, b)
}
