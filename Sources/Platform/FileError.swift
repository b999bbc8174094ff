public import Glibc

/// An operation on a file that the system refused.
public struct FileError: Error, Sendable, CustomStringConvertible {
  /// What was tried: "read", "write", "create the folder" …
  public var operation: String
  /// The file or folder.
  public var path: String
  /// The system's error number.
  public var code: Int32

  /// Makes an error from the system's last one.
  public init(_ operation: String, _ path: String, code: Int32 = errno) {
    self.operation = operation
    self.path = path
    self.code = code
  }

  /// The system's words for the error.
  public var reason: String { String(cString: strerror(code)) }

  /// What a person can do about it, where that can be told.
  public var mend: String? {
    switch code {
    case ENOENT: "check the path"
    case EACCES, EPERM: "give this user the right to do so, or choose another folder"
    case EROFS: "the file system is read-only: choose another folder with --output"
    case ENOSPC, EDQUOT: "free some space or choose another folder with --output"
    case ENOTDIR: "a part of the path is a file, not a folder"
    case EISDIR where operation.hasPrefix("rename"), EEXIST, ENOTEMPTY: "move away what stands there, then run again"
    case EISDIR: "this is a folder; name a file"
    default: nil
    }
  }

  public var description: String {
    "cannot \(operation) \(path): \(reason)" + (mend.map { "\n  mend: \($0)" } ?? "")
  }
}
