internal import PipelineModel

/// The planner's decisions as a table.
enum DecisionTable {
  static func show(_ decisions: [Decision], _ console: Console) {
    var table = TextTable(["stage", "verdict", "why"])
    for decision in decisions {
      for (index, reason) in decision.reasons.enumerated() {
        table.add(
          index == 0
            ? [decision.stage, decision.verdict.rawValue.replacing("_", with: " "), reason.text]
            : ["", "", reason.text])
      }
    }
    for line in table.lines(limit: 100) { console.print(line) }
  }
}
