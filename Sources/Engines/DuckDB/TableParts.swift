internal import DuckDB
internal import PipelineModel
internal import Platform

/// Makes a table of an earlier version's files, without some rows and with others, copying as little as it can.
///
/// Files that keep all their rows are linked, not copied. Files that lose rows are written again. Small ones are joined,
/// so that a table that grows a little every night has few of them.
struct TableParts {
  let session: DuckDBSession

  private struct Part {
    var path: String
    var file: OutputManifest.File
    var isNew: Bool
  }

  /// The table of `base` without the rows that `removal` names, with the rows of `added`.
  ///
  /// - Parameters:
  ///   - name: the output's name.
  ///   - base: the earlier table, its files in `baseFolder`.
  ///   - removal: a condition on a row; nil where all rows stay.
  ///   - added: the rows to add, written to the session's folder as one file; nil for none.
  /// - Throws: `StageFailure`, `FileError`.
  func merge(
    _ name: String, _ base: OutputManifest, in baseFolder: String, removal: String?, _ added: OutputManifest?
  ) throws -> OutputManifest {
    guard added.map({ $0.schema == base.schema }) ?? true else {
      throw StageFailure("the columns of \"\(name)\" are not those of its earlier version")
    }
    var parts = base.files.map { Part(path: baseFolder + "/" + $0.path, file: $0, isNew: false) }
    if let removal { try remove(removal, from: &parts, name, base.schema) }
    for file in added?.files ?? [] where file.content?.rows != 0 || parts.isEmpty {
      let named = partName(name, file)
      try Files.rename(session.folder + "/" + file.path, to: session.folder + "/" + named)
      var file = file
      file.path = named
      parts.append(Part(path: session.folder + "/" + named, file: file, isNew: true))
    }
    for file in added?.files ?? [] { try Files.remove(session.folder + "/" + file.path) }
    try dropEmpty(&parts)
    try join(&parts, name)
    var files: [OutputManifest.File] = []
    for part in parts {
      var file = part.file
      if !part.isNew {
        file.path = partName(name, file)
        try Files.share(part.path, as: session.folder + "/" + file.path)
      }
      files.append(file)
    }
    let content = files.compactMap(\.content).reduce(.empty, +)
    return OutputManifest(
      format: .parquet, files: files, rows: content.rows, digest: content.content(base.schema), schema: base.schema,
      isProvenance: added?.isProvenance ?? base.isProvenance)
  }

  /// Leaves out parts without rows, but for one where there is no other: equal ones would share a name.
  private func dropEmpty(_ parts: inout [Part]) throws {
    let filled = parts.filter { $0.file.content?.rows != 0 }
    let kept = filled.isEmpty ? Array(parts.prefix(1)) : filled
    // What stays may have the same name as what goes.
    let staying = Set(kept.map(\.path))
    for part in parts where part.isNew && !staying.contains(part.path) { try Files.remove(part.path) }
    parts = kept
  }

  private func partName(_ name: String, _ file: OutputManifest.File) -> String {
    "\(name)-\(file.sha256.prefix(12)).parquet"
  }

  private func remove(
    _ removal: String, from parts: inout [Part], _ name: String, _ schema: [OutputManifest.Column]
  ) throws {
    if parts.isEmpty { return }
    let rows = SQL.readParquet(parts.map(\.path), "filename = true")
    let touched = try session.execute("SELECT DISTINCT filename FROM \(rows) WHERE \(removal)")
    let names = Set(try touched.rows().map { "\($0[0])" })
    for index in parts.indices where names.contains(parts[index].path) {
      let select = "SELECT * FROM \(SQL.readParquet([parts[index].path])) WHERE NOT (\(removal))"
      parts[index] = try write(select, name, schema)
    }
  }

  /// Joins a part with the one before it while that one is not at least twice as large: so their number stays within
  /// the logarithm of the rows', and a row is copied no more often than that.
  private func join(_ parts: inout [Part], _ name: String) throws {
    var groups: [[Part]] = []
    for part in parts.sorted(by: { ($1.file.content?.rows ?? 0, $0.path) < ($0.file.content?.rows ?? 0, $1.path) }) {
      groups.append([part])
      while groups.count > 1, rows(groups[groups.count - 2]) < 2 * rows(groups[groups.count - 1]) {
        let last = groups.removeLast()
        groups[groups.count - 1] += last
      }
    }
    parts = try groups.map { group in
      guard group.count > 1 else { return group[0] }
      var joined = try write("SELECT * FROM \(SQL.readParquet(group.map(\.path)))", name, nil)
      joined.file.content = group.compactMap(\.file.content).reduce(.empty, +)
      for part in group where part.isNew { try Files.remove(part.path) }
      return joined
    }
  }

  private func rows(_ group: [Part]) -> Int { group.reduce(0) { $0 + ($1.file.content?.rows ?? 0) } }

  /// Writes rows to a part of their own; with its content where `schema` is given.
  private func write(_ select: String, _ name: String, _ schema: [OutputManifest.Column]?) throws -> Part {
    let temporary = "\(name)-part.parquet"
    let path = session.folder + "/" + temporary
    try session.execute("COPY (\(select)) TO \(SQL.quoteLiteral(path)) (\(DuckDBSession.parquet))")
    var file = try DuckDBSession.file(temporary, in: session.folder)
    if let schema {
      try session.view("\(name) part", of: [path])
      file.content = try session.content(of: "\(name) part", schema)
    }
    file.path = partName(name, file)
    try Files.rename(path, to: session.folder + "/" + file.path)
    return Part(path: session.folder + "/" + file.path, file: file, isNew: true)
  }
}
