public import JSON

/// A run in a line: what became of its stages, and what caused that.
public struct RunOverview: Sendable {
  /// The run's id.
  public let id: String
  /// How it ended.
  public let status: String
  /// When it began; nil where no record says.
  public let startedAt: String?
  /// Seconds it took.
  public let seconds: Double
  /// What it was: `run`, or `rollback`.
  public let kind: String
  /// The run that a rollback went back to.
  public let rollbackOf: String?
  /// Stages by verdict.
  public let counts: [String: Int]
  /// Rows that were read from the sources: of the largest output of each stage that reads one.
  public let rows: Int?
  /// What caused it, each cause once: what failed, else what changed.
  public let causes: [String]
  /// The overrides of the command line, as they were typed.
  public let overrides: [String]

  /// An overview of a run's record.
  public init(_ id: String, _ record: JSON) {
    self.id = id
    status = record["status"]?.string ?? ""
    kind = record["kind"]?.string ?? "run"
    rollbackOf = record["rollback_of"]?.string
    startedAt = record["started_at"]?.string
    seconds = record["seconds"]?.double ?? 0
    let stages = record["stages"]?.array ?? []
    counts = stages.reduce(into: [:]) { $0[$1["verdict"]?.string ?? "", default: 0] += 1 }
    let sizes = stages.compactMap { stage -> Int? in
      let readsSource = (stage["key"]?["inputs"]?.object ?? []).contains { $0.key.hasPrefix("source:") }
      return readsSource ? (stage["outputs"]?.object ?? []).compactMap { $0.value["rows"]?.int }.max() : nil
    }
    rows = sizes.isEmpty ? nil : sizes.reduce(0, +)
    overrides = (record["overrides"]?.array ?? []).map {
      "\($0["option"]?.string ?? "") \($0["name"]?.string ?? "")=\($0["value"]?.string ?? "")"
    }
    // A run that never began has no stages, and one error.
    let error = record["error"]?.string?.split(separator: "\n").first.map { [String($0)] } ?? []
    let told = rollbackOf.map { ["rollback of \($0)"] } ?? (status == "killed" ? ["killed"] : error)
    causes = told.isEmpty ? Self.causes(stages) : told
  }

  private static func causes(_ stages: [JSON]) -> [String] {
    let stories = stages.compactMap { StageStory(json: $0) }
    let failed = stories.compactMap { story in
      story.error.map { "\(story.stage) failed: \($0.split(separator: "\n").first.map(String.init) ?? $0)" }
    }
    guard failed.isEmpty else { return failed }
    if stories.contains(where: { $0.reasons.contains { $0["cause"] == "cancelled" } }) { return ["stopped"] }
    let new = stories.filter { $0.reasons.contains { $0["cause"] == "never_built" } }.map(\.stage)
    if !new.isEmpty, new.count == stories.count { return ["first run"] }
    var causes: [String] = new.isEmpty ? [] : ["new: \(new.joined(separator: ", "))"]
    for story in stories {
      for reason in story.reasons where StageStory.upstream(reason) == nil && !StageStory.isIdle(reason) {
        let text: String
        switch reason["cause"]?.string {
        case "never_built"?: continue
        case "parameter"?: text = ReasonText.headline(reason).replacing("parameter ", with: "", maxReplacements: 1)
        case "sql"?: text = "SQL of \(story.stage) changed"
        case "code"?, "checks"?, "damaged"?, "forced"?, "kind"?:
          text = "\(story.stage): \(reason["text"]?.string ?? "")"
        default: text = reason["text"]?.string ?? ""
        }
        if !causes.contains(text) { causes.append(text) }
      }
    }
    return causes
  }

  /// The overview for programs.
  public var json: JSON {
    func count(_ verdict: String) -> JSON { .int(counts[verdict] ?? 0) }
    return [
      "run_id": .string(id), "kind": .string(kind), "status": .string(status),
      "rollback_of": rollbackOf.map { .string($0) } ?? nil, "started_at": startedAt.map { .string($0) } ?? nil,
      "seconds": .double(seconds), "ran": count("ran"), "restored": count("restored"), "fresh": count("fresh"),
      "cut_off": count("cut_off"), "failed": count("failed"), "skipped": count("skipped"),
      "rows": rows.map { .int($0) } ?? nil, "causes": .array(causes.map { .string($0) }),
      "overrides": .array(overrides.map { .string($0) }),
    ]
  }
}
