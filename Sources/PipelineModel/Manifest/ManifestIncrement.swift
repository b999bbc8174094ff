public import JSON

extension Manifest {
  /// From which earlier version a version was made, where not all of its source was read.
  public struct Increment: Sendable, Hashable {
    /// The earlier version.
    public var base: String
    /// Files that were read.
    public var filesRead: Int
    /// Files whose rows were taken over as they stood.
    public var filesKept: Int
    /// Files whose rows were taken out.
    public var filesRemoved: Int

    /// What an increment did.
    public init(_ increment: FileIncrement) {
      base = increment.base.version
      filesRead = increment.added.count
      filesKept = increment.kept
      filesRemoved = increment.removed.count
    }

    /// In words: `1 file read, 304 kept`.
    public var text: String {
      let removed = filesRemoved == 0 ? "" : ", \(filesRemoved) taken out"
      return "\(filesRead) \(filesRead == 1 ? "file" : "files") read, \(filesKept) kept\(removed)"
    }

    /// For programs.
    public var json: JSON {
      [
        "base": .string(base), "files_read": .int(filesRead), "files_kept": .int(filesKept),
        "files_removed": .int(filesRemoved),
      ]
    }

    /// Reads it back; nil where the JSON is none.
    public init?(json: JSON) {
      guard let base = json["base"]?.string, let read = json["files_read"]?.int, let kept = json["files_kept"]?.int,
        let removed = json["files_removed"]?.int
      else { return nil }
      self.base = base
      filesRead = read
      filesKept = kept
      filesRemoved = removed
    }
  }
}
