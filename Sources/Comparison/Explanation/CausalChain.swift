public import JSON

/// Why a stage is what it is: every stage that had a part in it once, root causes first.
public struct CausalChain: Sendable {
  /// One stage of the chain.
  public struct Link: Sendable, Hashable {
    /// What is said of it.
    public var story: StageStory
    /// The run that says it, where that is an earlier one than the chain's.
    public var run: String?
  }

  /// A cause that nothing upstream explains.
  public struct Root: Sendable, Hashable {
    /// The reason.
    public var reason: JSON
    /// The stages that it concerns, in the order of the chain.
    public var stages: [String]
    /// The run in which it came, where that is an earlier one than the chain's.
    public var run: String?

    /// The reason in words.
    public var text: String { reason["text"]?.string ?? "" }
  }

  /// What a run before the chain's says: the run, and all its stories.
  public typealias Earlier = (_ stage: String) -> (run: String, stories: [String: StageStory])?

  /// The stages, each after those that explain it; the stage itself is the last.
  public private(set) var links: [Link] = []
  private var visited: Set<String> = []

  /// The chain that leads to `stage`.
  ///
  /// - Parameters:
  ///   - stories: what the plan or the run says of each stage.
  ///   - earlier: the last run before that changed a stage: asked where an input differs although this plan or run
  ///     leaves the stage that makes it as it stands.
  public init(to stage: String, _ stories: [String: StageStory], earlier: Earlier = { _ in nil }) {
    visit(stage, stories, run: nil, earlier)
  }

  private mutating func visit(_ stage: String, _ stories: [String: StageStory], run: String?, _ earlier: Earlier) {
    guard let story = stories[stage], visited.insert(stage).inserted else { return }
    for reason in story.reasons {
      guard let upstream = StageStory.upstream(reason) else { continue }
      if stories[upstream]?.isUnchanged ?? true, let past = earlier(upstream) {
        visit(upstream, past.stories, run: past.run, earlier)
      } else {
        visit(upstream, stories, run: run, earlier)
      }
    }
    links.append(Link(story: story, run: run))
  }

  /// The causes at the beginning, each once.
  public var roots: [Root] {
    var roots: [Root] = []
    func add(_ reason: JSON, _ link: Link) {
      if let index = roots.firstIndex(where: { $0.reason == reason && $0.run == link.run }) {
        roots[index].stages.append(link.story.stage)
      } else {
        roots.append(Root(reason: reason, stages: [link.story.stage], run: link.run))
      }
    }
    for link in links {
      for reason in link.story.reasons where !StageStory.isIdle(reason) {
        // An input whose maker has no story here is as far as can be told.
        if let upstream = StageStory.upstream(reason), links.contains(where: { $0.story.stage == upstream }) {
          continue
        }
        add(reason, link)
      }
      if let error = link.story.error {
        add(["cause": "failed", "text": .string("\(link.story.stage) failed: \(error)")], link)
      }
    }
    return roots
  }

  /// The chain for programs.
  public var json: JSON {
    let last = links.last?.story
    return [
      "stage": last.map { .string($0.stage) } ?? nil, "verdict": last.map { .string($0.verdict) } ?? nil,
      "reasons": .array(last?.reasons ?? []),
      "roots": .array(
        roots.map {
          [
            "reason": $0.reason, "stages": .array($0.stages.map { .string($0) }),
            "run": $0.run.map { .string($0) } ?? nil,
          ]
        }),
      "chain": .array(
        links.map {
          [
            "stage": .string($0.story.stage), "verdict": .string($0.story.verdict), "reasons": .array($0.story.reasons),
            "error": $0.story.error.map { .string($0) } ?? nil, "run": $0.run.map { .string($0) } ?? nil,
          ]
        }),
    ]
  }
}
