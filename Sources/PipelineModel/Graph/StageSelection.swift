/// Which stages a run may execute: `rfm` (that one), `rfm+` (and what depends on it), `+rfm` (and what it depends on).
public struct StageSelection: Sendable {
  /// The stages chosen.
  public let stages: Set<String>

  /// Resolves selectors; none means every stage.
  /// - Throws: `ConfigError` naming a selector that fits no stage.
  public init(_ selectors: [String], in graph: PipelineGraph) throws(ConfigError) {
    guard !selectors.isEmpty else {
      stages = Set(graph.order)
      return
    }
    var chosen: Set<String> = []
    let named = selectors.flatMap { $0.split(separator: ",").map(String.init) }
    guard !named.isEmpty else {
      throw ConfigError("--select", nil, "it names no stage", mend: "name one, or leave --select out")
    }
    for selector in named {
      var id = selector[...]
      let up = id.hasPrefix("+")
      if up { id = id.dropFirst() }
      let down = id.hasSuffix("+")
      if down { id = id.dropLast() }
      guard graph.order.contains(String(id)) else {
        throw ConfigError(
          "--select \(selector)", nil, "\"\(id)\" is no stage of this pipeline",
          mend: Suggestion.mend(String(id), known: graph.order))
      }
      chosen.insert(String(id))
      if up { chosen.formUnion(graph.withUpstream(String(id))) }
      if down { chosen.formUnion(graph.withDownstream(String(id))) }
    }
    stages = chosen
  }
}
