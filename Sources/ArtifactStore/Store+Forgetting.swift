internal import JSON
public import Platform

/// What an erasure takes away, whatever the retention keeps.
extension Store {
  /// Removes a version that is not current, whole. Call with the lock held.
  /// - Returns: what was removed.
  /// - Throws: `FileError`.
  public func remove(version: String, of stage: String) throws(FileError) -> Garbage.Version {
    let folder = layout.version(stage, version)
    let bytes = try Files.tree(folder).reduce(0) { $0 + (FileStatus("\(folder)/\($1)")?.size ?? 0) }
    try removeAside(layout.stage(stage), version)
    if try Files.list(layout.stage(stage)).isEmpty { try Files.remove(layout.stage(stage)) }
    return Garbage.Version(stage: stage, version: version, bytes: bytes)
  }

  /// Notes an erasure in the journal, without saying whose.
  /// - Throws: `FileError`.
  public func noteForgotten(customers: Int, versions: Int, isComplete: Bool) throws(FileError) {
    try journal.append(
      .forget, run: pointer?.run ?? "",
      [("customers", .int(customers)), ("versions", .int(versions)), ("complete", .bool(isComplete))], durable: true)
  }
}
