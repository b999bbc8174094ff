internal import JSON
public import PipelineModel

extension RunHistory {
  /// What stands for a run on the command line: `latest`, `previous`, an id, or a beginning that only one id has.
  ///
  /// `latest` is the newest run whose results became current, `previous` the one before it: one that succeeded, or that
  /// ended otherwise once they were.
  /// - Throws: `ConfigError` where no run, or more than one, is meant.
  public func resolve(_ reference: String) throws(ConfigError) -> String {
    let ids = self.ids
    switch reference {
    case "latest", "previous":
      var wanted = reference == "latest" ? 1 : 2
      // A run that was killed, or whose record is lost, counts by its results alone.
      if wanted == 2, let current = currentRun, !ids.contains(current) { wanted = 1 }
      for id in ids.reversed() where run(id)?.wasCurrent == true {
        wanted -= 1
        if wanted == 0 { return id }
      }
      throw ConfigError(
        reference, nil, reference == "latest" ? "no run has succeeded yet" : "fewer than two runs have succeeded yet",
        mend: "palier history lists the runs")
    default:
      if ids.contains(reference) { return reference }
      let fitting = ids.filter { $0.hasPrefix(reference) }
      if fitting.count == 1, !reference.isEmpty { return fitting[0] }
      throw ConfigError(
        reference, nil, fitting.isEmpty ? "there is no such run" : "\(fitting.count) runs begin so",
        mend: fitting.isEmpty
          ? Suggestion.mend(reference, known: Array(ids.suffix(5).reversed()))
          : "write more of it: \(fitting.suffix(3).joined(separator: ", "))")
    }
  }
}
