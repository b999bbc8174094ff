internal import Glibc

/// An exclusive lock on a file, held by the kernel for this process: it dies with its holder.
public final class FileLock: Sendable {
  private let descriptor: Int32

  /// Takes the lock, waiting up to `timeout` seconds.
  ///
  /// - Parameters:
  ///   - path: the lock file; made as needed, never removed.
  ///   - timeout: seconds to wait; 0 tries once.
  /// - Returns: the lock, or nil where another process holds it still.
  /// - Throws: `FileError` where the file cannot be opened.
  public static func take(
    _ path: String, timeout: Double, isCancelled: () -> Bool = { false }
  ) throws(FileError) -> FileLock? {
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw FileError("lock", path) }
    let watch = Stopwatch()
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      guard errno == EWOULDBLOCK || errno == EINTR else {
        let error = FileError("lock", path)
        close(descriptor)
        throw error
      }
      if watch.elapsed >= timeout || isCancelled() {
        close(descriptor)
        return nil
      }
      usleep(20_000)
    }
    return FileLock(descriptor)
  }

  /// Writes into the file, for whoever waits, who holds it.
  public func note(_ text: String) {
    let bytes = Array((text + "\n").utf8)
    // In one write, then the rest of an older, longer note goes: a reader finds the newer line at once.
    _ = pwrite(descriptor, bytes, bytes.count, 0)
    ftruncate(descriptor, bytes.count)
  }

  private init(_ descriptor: Int32) { self.descriptor = descriptor }

  deinit {
    flock(descriptor, LOCK_UN)
    close(descriptor)
  }
}
