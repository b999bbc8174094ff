internal import PipelineModel
internal import Platform
internal import Runner

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

  /// How old the sources are, one a line.
  static func show(_ ages: [SourceAge], _ console: Console) {
    for age in ages {
      switch age.verdict {
      case "error": console.print(console.styled("too old: \(age.text)", .red, on: .output))
      case "warn": console.print(console.styled("old: \(age.text)", .yellow, on: .output))
      default: console.print(age.text)
      }
    }
  }
}
