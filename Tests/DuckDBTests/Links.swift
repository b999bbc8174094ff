import Glibc
import TestSupport

extension TemporaryDirectory {
  /// Makes a symbolic link below the folder.
  func link(_ name: String, to target: String) throws {
    guard symlink(target, path(name)) == 0 else { throw LinkError(number: errno) }
  }

  struct LinkError: Error {
    let number: Int32
  }
}
