internal import Comparison
internal import Platform

/// How customers moved between groups, for people.
struct MigrationDisplay {
  private let console: Console

  init(_ console: Console) { self.console = console }

  func show(_ migration: Migration) {
    let what = migration.kind == .segments ? "segment" : "cluster"
    console.print("\n" + console.styled("\(migration.kind.rawValue) (\(migration.output))", .bold, on: .output))
    console.print(
      "  \(Amounts.count(migration.moved)) of \(Self.customers(migration.common)) changed \(what)"
        + (migration.common > 0 ? " (\(Amounts.percent(migration.moved, of: migration.common)))" : "")
        + "; \(Amounts.count(migration.entered.reduce(0, +))) entered, "
        + "\(Amounts.count(migration.left.reduce(0, +))) left")
    if let agreement = migration.agreement {
      console.print(
        "  adjusted Rand index \(Amounts.fixed(agreement.adjustedRand, 3)), adjusted mutual information "
          + Amounts.fixed(agreement.adjustedMutualInformation, 3))
      console.print(
        agreement.isRefitted ? "  refitted: clusters are matched by the customers they share" : "  the same model")
    }
    for line in matrix(migration) { console.print(line) }
  }

  private static func customers(_ count: Int) -> String { "\(Amounts.count(count)) customers of both" }

  /// Rows are groups before, columns groups after, by their numbers where names would not fit.
  private func matrix(_ migration: Migration) -> [String] {
    let after = migration.to.map { label($0, migration.names.to) }
    let before = migration.from.map { label($0, migration.names.from) }
    // A group that keeps its place keeps its number; those of the second run alone are numbered on.
    let heads = migration.to.indices.map { "\($0 + 1)" }
    var table = TextTable(
      ["  from \\ to"] + heads + ["left", "all"], numeric: Set(1...(migration.to.count + 2)))
    for row in migration.from.indices {
      let cells = migration.to.indices.map { cell(migration.counts[row][$0]) }
      let number = row < migration.to.count && migration.matches[row] == row ? "\(row + 1) " : "– "
      table.add(
        ["  " + number + before[row]] + cells
          + [cell(migration.left[row]), Amounts.count(migration.counts[row].reduce(0, +) + migration.left[row])])
    }
    let entered = migration.entered.reduce(0, +)
    if entered > 0 { table.add(["  entered"] + migration.entered.map(cell) + ["", Amounts.count(entered)]) }
    let totals = migration.to.indices.map { column in
      migration.counts.reduce(0) { $0 + $1[column] } + migration.entered[column]
    }
    table.add(
      ["  all"] + totals.map(Amounts.count)
        + [cell(migration.left.reduce(0, +)), Amounts.count(migration.common + migration.left.reduce(0, +) + entered)])
    // Columns whose group is called otherwise than the row of the same number.
    let renamed = migration.to.indices.filter { $0 >= before.count || before[$0] != after[$0] }
    return table.lines(limit: 44) + renamed.map { "  to \($0 + 1): \(after[$0])" }
  }

  private func label(_ id: String, _ names: [String: String]) -> String { names[id].map { "\(id), \($0)" } ?? id }

  private func cell(_ count: Int) -> String { count == 0 ? "·" : Amounts.count(count) }
}
