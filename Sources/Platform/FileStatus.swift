internal import Glibc

/// What the file system says of a file, enough to see that it may have changed.
public struct FileStatus: Sendable, Hashable {
  /// What kind of thing it is.
  public enum Kind: Sendable, Hashable {
    case file, folder, link, other
  }

  /// The kind.
  public var kind: Kind
  /// Bytes.
  public var size: Int
  /// Time of the last change of content, nanoseconds since 1970.
  public var modified: Int
  /// Time of the last change of content or attributes, nanoseconds since 1970.
  public var changed: Int
  /// The inode's number.
  public var inode: UInt64

  /// The status of a path, or nil where nothing is there.
  public init?(_ path: String, followLinks: Bool = true) {
    var raw = stat()
    guard (followLinks ? stat(path, &raw) : lstat(path, &raw)) == 0 else { return nil }
    switch raw.st_mode & S_IFMT {
    case S_IFREG: kind = .file
    case S_IFDIR: kind = .folder
    case S_IFLNK: kind = .link
    default: kind = .other
    }
    size = Int(raw.st_size)
    modified = Self.nanoseconds(raw.st_mtim)
    changed = Self.nanoseconds(raw.st_ctim)
    inode = UInt64(raw.st_ino)
  }

  /// Files may be dated before 1677 or after 2262: such a time is the first or the last there is.
  private static func nanoseconds(_ time: timespec) -> Int {
    let (whole, isFar) = time.tv_sec.multipliedReportingOverflow(by: 1_000_000_000)
    let (sum, isFarther) = whole.addingReportingOverflow(time.tv_nsec)
    guard isFar || isFarther else { return sum }
    return time.tv_sec < 0 ? .min : .max
  }

  /// The status of a file as it was noted before.
  public init(size: Int, modified: Int, changed: Int, inode: UInt64) {
    kind = .file
    self.size = size
    self.modified = modified
    self.changed = changed
    self.inode = inode
  }
}
