internal import ArtifactStore
internal import JSON
internal import PipelineModel
internal import Platform
internal import Runner

/// `palier gc`.
enum CollectCommand: Command {
  static let name = "gc"
  static let summary = "say which old versions and runs can go; --apply removes them"
  static let options = [
    Option("apply", "remove them"),
    Option("keep-runs", value: "N", "good runs to keep (default: the pipeline's retention)"),
    Option("keep-days", value: "N", "days for which every run is kept (default: the pipeline's retention)"),
    Option("max-size", value: "SIZE", "what all versions may take, such as 10GB: older runs go until they fit"),
    Option("grace", value: "SECONDS", "how long what was current stays after it is replaced (default: 600)"),
    Option("lock-timeout", value: "SECONDS", "how long to wait for another run (default: 60)"),
  ]

  static func run(_ arguments: Arguments, _ console: Console) throws -> Int32 {
    _ = try arguments.operands()
    let timeout = try arguments.seconds("lock-timeout") ?? 60
    let project = try project(arguments)
    let policy = try policy(arguments, project.config.retention)
    let collector = GarbageCollector(project, policy)
    let garbage: Garbage
    if arguments.has("apply") {
      Interruption.install()
      let collected = try collector.collect(lockTimeout: timeout) { console.log("waiting for \($0) to end …") }
      for finding in collected.findings { console.log("warning: \(finding)") }
      garbage = collected.garbage
    } else {
      garbage = try collector.preview()
    }
    if garbage.exceedsBound, let bound = policy.maximumBytes {
      console.log(
        "warning: what must stay is more than \(Amounts.bytes(bound)): the current versions, and those replaced within "
          + "the last \(Amounts.seconds(policy.grace))")
    }
    if console.isJSON {
      console.data(json(garbage, policy, isApplied: arguments.has("apply")))
    } else if !console.isQuiet {
      show(garbage, policy, isApplied: arguments.has("apply"), console)
    }
    return ExitCode.success
  }

  private static func policy(
    _ arguments: Arguments, _ retention: PipelineConfig.Retention
  ) throws(UsageError) -> RetentionPolicy {
    var policy = RetentionPolicy(retention)
    policy.keepRuns = try arguments.integer("keep-runs", minimum: 1) ?? policy.keepRuns
    policy.keepDays = try arguments.integer("keep-days", minimum: 0) ?? policy.keepDays
    policy.grace = try arguments.seconds("grace") ?? policy.grace
    if let text = arguments.value("max-size") {
      guard let bytes = ByteCount.parse(text) else {
        throw UsageError("--max-size takes an amount such as 10GB or 500MB, not \"\(text)\"")
      }
      policy.maximumBytes = bytes
    }
    return policy
  }

  private static func json(_ garbage: Garbage, _ policy: RetentionPolicy, isApplied: Bool) -> JSON {
    [
      "applied": .bool(isApplied), "freed_bytes": .int(garbage.freedBytes), "kept_bytes": .int(garbage.keptBytes),
      "kept_versions": .int(garbage.keptVersions), "kept_runs": .array(garbage.keptRuns.map { .string($0) }),
      "exceeds_max_size": .bool(garbage.exceedsBound),
      "versions": .array(
        garbage.versions.map {
          ["stage": .string($0.stage), "version": .string($0.version), "bytes": .int($0.bytes)]
        }),
      "runs": .array(garbage.runs.map { .string($0) }),
      "quarantine": .array(garbage.quarantine.map { .string($0) }),
      "policy": [
        "keep_runs": .int(policy.keepRuns), "keep_days": .int(policy.keepDays),
        "max_bytes": policy.maximumBytes.map { .int($0) } ?? nil, "grace": .double(policy.grace),
      ],
    ]
  }

  private static func show(_ garbage: Garbage, _ policy: RetentionPolicy, isApplied: Bool, _ console: Console) {
    var table = TextTable(["stage", "version", "size"], numeric: [2])
    for version in garbage.versions { table.add([version.stage, version.version, Amounts.bytes(version.bytes)]) }
    if !garbage.versions.isEmpty { for line in table.lines() { console.print(line) } }
    if !garbage.runs.isEmpty { console.print("records of runs: \(garbage.runs.joined(separator: ", "))") }
    if !garbage.quarantine.isEmpty { console.print("quarantine: \(garbage.quarantine.joined(separator: ", "))") }
    let kept =
      "\(counted(garbage.keptRuns.count, "run")) and \(counted(garbage.keptVersions, "version")) stay"
      + " (\(Amounts.bytes(garbage.keptBytes)))"
    if garbage.isEmpty {
      console.print("nothing to remove: \(kept)")
    } else {
      let what = "\(counted(garbage.versions.count, "version")), \(counted(garbage.runs.count, "run record"))"
      console.print("\(isApplied ? "removed" : "to remove"): \(what) (\(Amounts.bytes(garbage.freedBytes))); \(kept)")
      if !isApplied { console.print("nothing was removed yet: palier gc --apply does it") }
    }
  }

  private static func counted(_ count: Int, _ word: String) -> String {
    "\(Amounts.count(count)) \(word)\(count == 1 ? "" : "s")"
  }
}
