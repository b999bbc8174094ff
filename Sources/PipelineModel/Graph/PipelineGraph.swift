/// The stages in an order in which each comes after those it reads, and what hangs on what.
public struct PipelineGraph: Sendable {
  /// Stage ids, each after those it depends on; otherwise in the order of the config.
  public let order: [String]
  /// The stages that each stage reads.
  public let upstream: [String: [String]]
  /// The stages that read each stage.
  public let downstream: [String: [String]]

  /// Builds the graph.
  /// - Throws: `GraphCycle` where stages wait for each other.
  public init(_ stages: [StageDeclaration]) throws(GraphCycle) {
    let ids = Set(stages.map(\.id))
    var upstream: [String: [String]] = [:]
    var downstream: [String: [String]] = [:]
    for stage in stages {
      var seen: [String] = []
      for case .output(let producer, _) in stage.inputs where ids.contains(producer) && !seen.contains(producer) {
        seen.append(producer)
      }
      upstream[stage.id] = seen
      for producer in seen { downstream[producer, default: []].append(stage.id) }
    }
    var order: [String] = []
    var placed: Set<String> = []
    // Depth first from each stage in file order, so that a small edit of the file changes the order little.
    for stage in stages {
      var trail: [String] = []
      try Self.place(stage.id, upstream, &order, &placed, &trail)
    }
    self.order = order
    self.upstream = upstream
    self.downstream = downstream
  }

  private static func place(
    _ id: String, _ upstream: [String: [String]], _ order: inout [String], _ placed: inout Set<String>,
    _ trail: inout [String]
  ) throws(GraphCycle) {
    if placed.contains(id) { return }
    if let start = trail.firstIndex(of: id) { throw GraphCycle(stages: Array(trail[start...]) + [id]) }
    trail.append(id)
    for producer in upstream[id] ?? [] { try place(producer, upstream, &order, &placed, &trail) }
    trail.removeLast()
    placed.insert(id)
    order.append(id)
  }

  /// The stage and everything that depends on it, however far.
  public func withDownstream(_ id: String) -> Set<String> { reach(id, downstream) }

  /// The stage and everything it depends on, however far.
  public func withUpstream(_ id: String) -> Set<String> { reach(id, upstream) }

  private func reach(_ id: String, _ edges: [String: [String]]) -> Set<String> {
    var found: Set<String> = [id]
    var open = [id]
    while let next = open.popLast() {
      for other in edges[next] ?? [] where found.insert(other).inserted { open.append(other) }
    }
    return found
  }
}

/// Stages that wait for each other.
public struct GraphCycle: Error, Sendable, CustomStringConvertible {
  /// The stages along the cycle; the first stands again at the end.
  public var stages: [String]

  public var description: String { "these stages wait for each other: \(stages.joined(separator: " → "))" }
}
