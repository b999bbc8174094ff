public import JSON

/// A source: files of one kind that stages read.
public struct SourceDeclaration: Sendable {
  /// Its name.
  public var name: String
  /// What its files look like.
  public var kind: SourceKind
  /// What is said of it beside that.
  public var options = SourceOptions()
  /// Its files as declared: paths, patterns or folders, absolute.
  public var patterns: [Pattern]
  /// How old its newest data may be at a run.
  public var freshness: SourceFreshness?
  /// How many of its rows may be rejected.
  public var rejects: SourceRejects?
  /// Where it is declared.
  public var position: TextPosition?

  /// The kind with its options: what fingerprints hold beside the files' digests.
  public var identity: String {
    let options = self.options.json
    return options == .members([]) ? kind.name : "\(kind.name) \(options.text(.canonical))"
  }

  /// One path, pattern or folder.
  public struct Pattern: Sendable, Hashable {
    /// The absolute path or pattern.
    public var path: String
    /// What declared it: the config file, or the command line's option.
    public var file: String
    /// Where in the file.
    public var position: TextPosition?
  }
}
