public import JSON

/// A run in which a stage got another version, or failed to.
public struct StageVersion: Sendable {
  /// The run's id.
  public let run: String
  /// When the run began; nil where no record says.
  public let startedAt: String?
  /// What the run did with the stage, and why.
  public let chain: CausalChain
  /// Seconds the stage took.
  public let seconds: Double
  /// Rows of its largest output; nil where it has no table.
  public let rows: Int?

  private var story: StageStory? { chain.links.last?.story }
  /// What the run did with the stage.
  public var verdict: String { story?.verdict ?? "" }
  /// The version; nil where there came none of it.
  public var version: String? { story?.version }

  /// The causes at the beginning, in words.
  public var causes: [String] {
    chain.roots.map { root in
      let own = root.stages.contains(story?.stage ?? "") || root.reason["cause"] == "failed"
      let text = ReasonText.headline(root.reason)
      return own ? text : "\(root.stages.joined(separator: ", ")): \(text)"
    }
  }

  /// The versions of a stage, newest first: runs that left it as it stood are left out.
  /// - Parameter limit: how many, at most.
  public static func all(of stage: String, _ archive: RunArchive, limit: Int) -> [StageVersion] {
    var found: [StageVersion] = []
    for id in archive.ids.reversed() where found.count < limit {
      guard let record = archive.record(id) else { continue }
      let stories = archive.stories(id)
      guard let story = stories[stage], ["ran", "restored", "accepted", "failed"].contains(story.verdict) else {
        continue
      }
      let entry = record["stages"]?.array?.first { $0["id"]?.string == stage }
      found.append(
        StageVersion(
          run: id, startedAt: record["started_at"]?.string,
          chain: CausalChain(to: stage, stories) { archive.lastChange(of: $0, before: id) },
          seconds: entry?["seconds"]?.double ?? 0,
          rows: (entry?["outputs"]?.object ?? []).compactMap { $0.value["rows"]?.int }.max()))
    }
    return found
  }

  /// The version for programs.
  public var json: JSON {
    [
      "run_id": .string(run), "started_at": startedAt.map { .string($0) } ?? nil, "verdict": .string(verdict),
      "version": version.map { .string($0) } ?? nil, "seconds": .double(seconds), "rows": rows.map { .int($0) } ?? nil,
      "causes": .array(causes.map { .string($0) }), "why": chain.json,
    ]
  }
}
