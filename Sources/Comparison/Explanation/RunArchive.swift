public import ArtifactStore
public import JSON

/// The records of an output folder's runs, read once each.
public final class RunArchive {
  /// The ids of all runs, oldest first.
  public let ids: [String]
  private let history: RunHistory
  private var records: [String: JSON?] = [:]

  /// The archive of an output folder.
  public init(_ layout: StoreLayout) {
    history = RunHistory(layout)
    ids = history.ids
  }

  /// A run's record, or nil where there is none that can be understood.
  public func record(_ id: String) -> JSON? {
    if let known = records[id] { return known }
    let record = history.record(id)
    records[id] = .some(record)
    return record
  }

  /// What a run did with each stage.
  public func stories(_ id: String) -> [String: StageStory] { StageStory.all(record(id)?["stages"]) }

  /// The last run before `run` (or of all) that made, restored or accepted another version of a stage.
  public func lastChange(of stage: String, before run: String? = nil) -> (run: String, stories: [String: StageStory])? {
    for id in ids.reversed() where run.map({ id < $0 }) ?? true {
      let stories = self.stories(id)
      if let story = stories[stage], ["ran", "restored", "accepted"].contains(story.verdict) { return (id, stories) }
    }
    return nil
  }

  /// The run since which, without a break, every run that succeeded stood for a version of a stage.
  public func since(_ version: String, of stage: String) -> String? {
    var since: String?
    for id in ids.reversed() {
      guard let record = record(id), record["status"] == "succeeded" else { continue }
      guard stories(id)[stage]?.version == version else { break }
      since = id
    }
    return since
  }
}
