public import JSON
internal import PipelineModel

/// What a plan or a run's record says of one stage.
public struct StageStory: Sendable, Hashable {
  /// The stage.
  public let stage: String
  /// The verdict: a plan's, or a run's.
  public let verdict: String
  /// The version that serves, where one does.
  public let version: String?
  /// The reasons as they are printed for programs.
  public let reasons: [JSON]
  /// What went wrong, where something did.
  public let error: String?

  /// Reads what `Decision` or a run's record says; nil where the JSON is neither.
  public init?(json: JSON) {
    guard let stage = json["id"]?.string, let verdict = json["verdict"]?.string else { return nil }
    self.stage = stage
    self.verdict = verdict
    version = json["version"]?.string
    reasons = json["reasons"]?.array ?? []
    error = json["error"]?["message"]?.string
  }

  /// Whether the stage was, or is, left as it stands.
  public var isUnchanged: Bool { verdict == "fresh" || verdict == "skipped" }

  /// The stage upstream whose own story explains a reason, or nil where the reason is a root.
  public static func upstream(_ reason: JSON) -> String? {
    switch reason["cause"]?.string {
    case "upstream"?, "upstream_failed"?: return reason["stage"]?.string
    case "input"?:
      guard let name = reason["input"]?.string, case .output(let stage, _)? = StageInput(name) else { return nil }
      return stage
    default: return nil
    }
  }

  /// Whether a reason says that nothing happened, or only how an older version came to serve.
  static func isIdle(_ reason: JSON) -> Bool {
    switch reason["cause"]?.string {
    case "unchanged"?, "inputs_equal"?, "not_selected"?, "built_before"?, "accepted"?: true
    default: false
    }
  }

  /// All stories of a run's record or a plan, by stage.
  public static func all(_ stages: JSON?) -> [String: StageStory] {
    Dictionary(
      (stages?.array ?? []).compactMap { StageStory(json: $0).map { ($0.stage, $0) } }, uniquingKeysWith: { $1 })
  }
}
