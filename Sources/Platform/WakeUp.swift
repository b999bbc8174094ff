internal import CProcess
internal import Glibc

/// A bell that one thread waits for, together with other descriptors, and any thread can ring; it rings on.
public final class WakeUp: Sendable {
  let descriptor: Int32

  /// Makes a bell.
  /// - Throws: `FileError` where the system has no descriptor left.
  public init() throws(FileError) {
    descriptor = palier_event_descriptor()
    guard descriptor >= 0 else { throw FileError("wait for", "a program", code: -descriptor) }
  }

  deinit { close(descriptor) }

  /// Rings.
  public func ring() {
    var one: UInt64 = 1
    _ = write(descriptor, &one, 8)
  }
}
