internal import Analytics
internal import ArtifactStore
internal import DuckDB
internal import JSON
internal import PipelineModel
internal import Platform

/// Reads how customers moved between the groups of two versions of a stage.
struct MigrationReader {
  /// A version and where it lies.
  struct Side {
    let manifest: Manifest
    let store: Store

    func table(_ output: String) -> String {
      SQL.readParquet(store.files(manifest, output))
    }

    func json(_ output: String) throws -> JSON {
      guard manifest.outputs[output]?.format == .json, let file = store.files(manifest, output).first else {
        return nil
      }
      return try JSON.parse(try Files.read(file))
    }
  }

  private let connection: Connection

  init() throws { connection = try Connection(Database(configuration: ["threads": "1"])) }

  /// How customers moved.
  func read(_ labelling: Labelling, from: Side, to: Side) throws -> Migration {
    switch labelling.kind {
    case .segments: try segments(labelling, from, to)
    case .clusters: try clusters(labelling, from, to)
    }
  }

  // MARK: - Segments

  private func segments(_ labelling: Labelling, _ from: Side, _ to: Side) throws -> Migration {
    let crossed = try connection.execute(
      """
      SELECT a.label, b.label, a.customer_id IS NOT NULL, b.customer_id IS NOT NULL, CAST(count(*) AS BIGINT)
      FROM \(selection(labelling, from)) AS a FULL JOIN \(selection(labelling, to)) AS b USING (customer_id)
      GROUP BY ALL
      """
    ).columns(String?.self, String?.self, Bool.self, Bool.self, Int.self)
    let rows = zip(zip(crossed.0, crossed.1), zip(zip(crossed.2, crossed.3), crossed.4)).map {
      (from: $0.0, to: $0.1, wasKnown: $1.0.0, isKnown: $1.0.1, count: $1.1)
    }
    let before = try order(rows.filter(\.wasKnown).map { $0.from ?? Self.none }, from)
    let after = try order(rows.filter(\.isKnown).map { $0.to ?? Self.none }, to)
    // Segments of both runs first, in the second run's order, so that who stays stands on the diagonal.
    let shared = after.filter(before.contains)
    let fromGroups = shared + before.filter { !shared.contains($0) }
    let toGroups = shared + after.filter { !shared.contains($0) }
    var migration = Migration(
      kind: .segments, output: "\(to.manifest.stage).\(labelling.output)", from: fromGroups, to: toGroups,
      counts: fromGroups.map { _ in toGroups.map { _ in 0 } }, entered: toGroups.map { _ in 0 },
      left: fromGroups.map { _ in 0 }, matches: fromGroups.indices.map { $0 < shared.count ? $0 : nil })
    for row in rows {
      let place = row.wasKnown ? fromGroups.firstIndex(of: row.from ?? Self.none) : nil
      let target = row.isKnown ? toGroups.firstIndex(of: row.to ?? Self.none) : nil
      switch (place, target) {
      case (let place?, let target?): migration.counts[place][target] += row.count
      case (let place?, nil): migration.left[place] += row.count
      case (nil, let target?): migration.entered[target] += row.count
      case (nil, nil): break
      }
    }
    return migration
  }

  /// What a customer without a segment is put under.
  private static let none = "(none)"

  /// Groups that occur, and those of the grid that are empty, in the order of the grid; else by name.
  private func order(_ groups: [String], _ side: Side) throws -> [String] {
    let columns = side.manifest.outputs["segments"]?.schema.map(\.name) ?? []
    var known: [String] = []
    if columns.contains("segment"), columns.contains("position") {
      known = try connection.execute(
        "SELECT segment FROM \(side.table("segments")) WHERE segment IS NOT NULL ORDER BY position"
      ).strings(column: "segment")
    }
    return known + Set(groups).subtracting(known).sorted()
  }

  // MARK: - Clusters

  private func clusters(_ labelling: Labelling, _ from: Side, _ to: Side) throws -> Migration {
    let (before, after) = try connection.execute(
      """
      SELECT CAST(a.label AS INTEGER), CAST(b.label AS INTEGER)
      FROM \(selection(labelling, from)) AS a FULL JOIN \(selection(labelling, to)) AS b USING (customer_id)
      """
    ).columns(Int32?.self, Int32?.self, reserving: to.manifest.outputs[labelling.output]?.rows ?? 0)
    var common: (from: [Int32], to: [Int32]) = ([], [])
    var (gone, new): ([Int32: Int], [Int32: Int]) = ([:], [:])
    for pair in zip(before, after) {
      switch pair {
      case (let old?, let label?):
        common.from.append(old)
        common.to.append(label)
      case (let old?, nil): gone[old, default: 0] += 1
      case (nil, let label?): new[label, default: 0] += 1
      case (nil, nil): break
      }
    }
    let isRefitted = from.manifest.outputs["model"]?.digest != to.manifest.outputs["model"]?.digest
    var migration = try Self.cross(common.from, common.to, gone: gone, new: new, isRefitted: isRefitted)
    migration.output = "\(to.manifest.stage).\(labelling.output)"
    migration.names = (try Self.names(from.json("model")), try Self.names(to.json("model")))
    return migration
  }

  /// Crosses two clusterings; a refit numbers its clusters anew, so they are matched by the customers they share.
  private static func cross(
    _ before: [Int32], _ after: [Int32], gone: [Int32: Int], new: [Int32: Int], isRefitted: Bool
  ) throws -> Migration {
    var rows = Set(before).union(gone.keys).sorted()
    var columns = Set(after).union(new.keys).sorted()
    var matched: [Int32: Int32] = [:]
    var agreement: Migration.Agreement?
    if !before.isEmpty {
      let comparison = try PartitionComparison(before, after)
      agreement = .init(
        adjustedRand: comparison.adjustedRand,
        adjustedMutualInformation: comparison.adjustedMutualInformation, isRefitted: isRefitted)
      if isRefitted {
        matched = Dictionary(
          uniqueKeysWithValues: zip(comparison.migration.rowLabels, comparison.matches).compactMap { label, match in
            match.map { (label, $0) }
          })
      }
    }
    if !isRefitted { matched = Dictionary(uniqueKeysWithValues: rows.filter(columns.contains).map { ($0, $0) }) }
    // Each row's match at the row's own place.
    rows = rows.filter { matched[$0] != nil } + rows.filter { matched[$0] == nil }
    let partners = rows.compactMap { matched[$0] }
    columns = partners + columns.filter { !partners.contains($0) }
    var migration = Migration(
      kind: .clusters, output: "", from: rows.map { "\($0)" }, to: columns.map { "\($0)" },
      counts: rows.map { _ in columns.map { _ in 0 } }, entered: columns.map { new[$0] ?? 0 },
      left: rows.map { gone[$0] ?? 0 }, matches: rows.indices.map { $0 < partners.count ? $0 : nil },
      agreement: agreement)
    let rowPlaces = Dictionary(uniqueKeysWithValues: zip(rows, rows.indices))
    let columnPlaces = Dictionary(uniqueKeysWithValues: zip(columns, columns.indices))
    for (old, label) in zip(before, after) {
      if let row = rowPlaces[old], let column = columnPlaces[label] { migration.counts[row][column] += 1 }
    }
    return migration
  }

  private static func names(_ model: JSON) throws -> [String: String] {
    var names: [String: String] = [:]
    for (cluster, name) in (model["names"]?.array ?? []).enumerated() {
      names["\(cluster)"] = name["en"]?.string ?? name.string
    }
    return names
  }

  // MARK: - The list

  /// Calls `body` with each customer that moved, entered or left, in the order of their ids.
  func list(
    _ migration: Migration, _ labelling: Labelling, from: Side, to: Side, _ body: (Migration.Move) throws -> Void
  ) throws {
    let result = try connection.stream(
      """
      SELECT CAST(customer_id AS VARCHAR), CAST(a.label AS VARCHAR), CAST(b.label AS VARCHAR),
        a.customer_id IS NOT NULL, b.customer_id IS NOT NULL
      FROM \(selection(labelling, from)) AS a FULL JOIN \(selection(labelling, to)) AS b USING (customer_id)
      ORDER BY 1
      """)
    let stays = Dictionary(
      uniqueKeysWithValues: migration.from.indices.compactMap { row in
        migration.matches[row].map { (migration.from[row], migration.to[$0]) }
      })
    while let chunk = try result.nextChunk() {
      var customers: [String] = []
      var (old, new): ([String?], [String?]) = ([], [])
      var (wasKnown, isKnown): ([Bool], [Bool]) = ([], [])
      try chunk.column(0).append(to: &customers)
      try chunk.column(1).append(to: &old)
      try chunk.column(2).append(to: &new)
      try chunk.column(3).append(to: &wasKnown)
      try chunk.column(4).append(to: &isKnown)
      for index in customers.indices {
        let from = wasKnown[index] ? old[index] ?? Self.none : nil
        let to = isKnown[index] ? new[index] ?? Self.none : nil
        if let from, let to, stays[from] == to { continue }
        let change: Migration.Move.Change = from == nil ? .entered : to == nil ? .left : .moved
        try body(Migration.Move(customer: customers[index], change: change, from: from, to: to))
      }
    }
  }

  private func selection(_ labelling: Labelling, _ side: Side) -> String {
    "(SELECT customer_id, \(SQL.quoteIdentifier(labelling.column)) AS label FROM \(side.table(labelling.output)))"
  }
}
