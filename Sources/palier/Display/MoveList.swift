internal import Comparison

/// The customers that moved, as csv.
enum MoveList {
  /// The first line.
  static let header = "kind,customer_id,change,from,to\n"

  /// Gives each line to `body`.
  /// - Returns: how many there were.
  static func write(
    _ difference: RunDifference, _ from: ComparedRun, _ to: ComparedRun, _ kinds: [Migration.Kind],
    _ body: (String) -> Void
  ) throws -> Int {
    var count = 0
    try MigrationList.each(difference, from: from, to: to, kinds: kinds) { migration, move in
      let cells = [migration.kind.rawValue, move.customer, move.change.rawValue, move.from ?? "", move.to ?? ""]
      body(cells.map(CSVText.field).joined(separator: ",") + "\n")
      count += 1
    }
    return count
  }
}
