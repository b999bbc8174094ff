/// The customers that moved between two runs, one by one.
public enum MigrationList {
  /// Calls `body` with each customer of `difference` that moved, entered or left, in the order of ids, by migration.
  /// - Throws: what reading the versions' files throws, or `body`.
  public static func each(
    _ difference: RunDifference, from: ComparedRun, to: ComparedRun, kinds: [Migration.Kind] = Migration.Kind.allCases,
    _ body: (Migration, Migration.Move) throws -> Void
  ) throws {
    for migration in difference.migrations where kinds.contains(migration.kind) {
      let stage = migration.output.split(separator: ".").first.map(String.init) ?? ""
      guard let before = from.manifest(stage), let after = to.manifest(stage) else { continue }
      for labelling in Labelling.all(in: before, after) where labelling.kind == migration.kind {
        try MigrationReader().list(
          migration, labelling, from: .init(manifest: before, store: from.store),
          to: .init(manifest: after, store: to.store)
        ) { try body(migration, $0) }
      }
    }
  }
}
