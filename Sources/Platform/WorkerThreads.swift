internal import Dispatch
internal import Glibc
internal import Synchronization

/// Threads for work that waits: for a program, for the disk, for an engine with threads of its own.
///
/// The system's queues keep as many threads as there are processors, and so would hold back work that only waits.
public final class WorkerThreads: Sendable {
  private struct State {
    var pending: [@Sendable () -> Void] = []
    var idle = 0
    var count = 0
  }

  private final class Shared: Sendable {
    let state = Mutex(State())
    let bell = DispatchSemaphore(value: 0)

    /// Does the next piece of work; false where there is none left to come.
    func workOnce() -> Bool {
      bell.wait()
      guard let next = state.withLock({ $0.pending.isEmpty ? nil : $0.pending.removeFirst() }) else { return false }
      next()
      state.withLock { $0.idle += 1 }
      return true
    }
  }

  private let shared = Shared()

  /// Makes a set of threads; none begins before there is work.
  public init() {}

  deinit {
    // Rung without work: each thread ends when it has nothing left to do.
    for _ in 0..<shared.state.withLock({ $0.count }) { shared.bell.signal() }
  }

  /// Has the work done on a thread that does nothing else until it returns.
  public func run(_ work: @escaping @Sendable () -> Void) {
    let needsThread = shared.state.withLock { state in
      state.pending.append(work)
      guard state.idle == 0 else {
        state.idle -= 1
        return false
      }
      state.count += 1
      return true
    }
    shared.bell.signal()
    guard needsThread, !Self.begin(shared) else { return }
    // Without a thread of its own the work is done here: later for others, not lost.
    shared.state.withLock { $0.count -= 1 }
    if shared.workOnce() { shared.state.withLock { $0.idle -= 1 } }
  }

  private static func begin(_ shared: Shared) -> Bool {
    var attributes = pthread_attr_t()
    guard pthread_attr_init(&attributes) == 0 else { return false }
    defer { pthread_attr_destroy(&attributes) }
    pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
    var thread = pthread_t()
    let box = Unmanaged.passRetained(shared)
    let code = pthread_create(
      &thread, &attributes,
      { raw in
        guard let raw else { return nil }
        let shared = Unmanaged<Shared>.fromOpaque(raw).takeRetainedValue()
        while shared.workOnce() {}
        return nil
      }, box.toOpaque())
    if code != 0 { box.release() }
    return code == 0
  }
}
