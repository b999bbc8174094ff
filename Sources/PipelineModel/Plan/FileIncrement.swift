/// What to do so that a version of a stage that is read file by file becomes the version for other files.
public struct FileIncrement: Sendable {
  /// The version to start from.
  public var base: Manifest
  /// The files to read, by name.
  public var added: Set<String>
  /// The files whose rows go: those that are gone, and the old content of those that changed.
  public var removed: Set<String>
  /// Files whose rows stay.
  public var kept: Int

  /// The way from `base` to the version with key `key`; nil where it has to be made anew.
  ///
  /// Every row of such a stage comes from one file, and `source_file` names it. So a version whose key differs in
  /// nothing but its source's files needs the new files' rows alone.
  public init?(from base: Manifest, to key: StageKey) {
    guard let old = base.key else { return nil }
    var same = old
    same.inputs = key.inputs
    guard same == key, Set(old.inputs.keys) == Set(key.inputs.keys), key.inputs.count == 1,
      case (let name, .files(let kind, let after))? = key.inputs.first,
      case .files(kind, let before)? = old.inputs[name],
      base.outputs.values.allSatisfy(\.canGrow)
    else { return nil }
    let kept = before.filter { after[$0.key] == $0.value }
    if kept.isEmpty { return nil }
    self.base = base
    added = Set(after.keys).subtracting(kept.keys)
    removed = Set(before.keys).subtracting(kept.keys)
    self.kept = kept.count
  }
}

extension OutputManifest {
  /// Whether rows can be added and taken away file by file.
  fileprivate var canGrow: Bool {
    format == .parquet && schema.contains { $0.name == "source_file" } && files.allSatisfy { $0.content != nil }
  }
}
