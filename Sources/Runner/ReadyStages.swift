internal import PipelineModel

/// The stages whose inputs are all known, in graph order; each comes once.
struct ReadyStages {
  private let order: [String]
  private let positions: [String: Int]
  private let downstream: [[Int]]
  /// How many stages each still waits for.
  private var missing: [Int]
  /// Positions of stages that wait for nothing, the last in the order first.
  private var open: [Int]

  init(_ graph: PipelineGraph) {
    let positions = Dictionary(uniqueKeysWithValues: graph.order.enumerated().map { ($1, $0) })
    order = graph.order
    self.positions = positions
    downstream = graph.order.map { (graph.downstream[$0] ?? []).compactMap { positions[$0] } }
    missing = graph.order.map { graph.upstream[$0]?.count ?? 0 }
    open = missing.indices.reversed().filter { [missing] in missing[$0] == 0 }
  }

  /// The next stage, or nil where all that are left wait for others.
  mutating func next() -> String? { open.popLast().map { order[$0] } }

  /// Where a stage stands in graph order.
  func position(of stage: String) -> Int { positions[stage] ?? order.count }

  /// Notes that what a stage gives is known.
  mutating func settle(_ stage: String) {
    guard let position = positions[stage] else { return }
    for reader in downstream[position] {
      missing[reader] -= 1
      if missing[reader] == 0 { open.insert(reader, at: place(of: reader)) }
    }
  }

  /// Where a position belongs among the open ones.
  private func place(of position: Int) -> Int {
    var (low, high) = (0, open.count)
    while low < high {
      let middle = (low + high) / 2
      if open[middle] > position { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
