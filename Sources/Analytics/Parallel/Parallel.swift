import Dispatch
import Synchronization

/// Data-parallel loops whose results do not depend on the number of threads.
///
/// The caller cuts its work into pieces by size alone, each piece writes its own place, and the caller then combines
/// the pieces in order. Threads only decide who does which piece, and when.
public enum Parallel {
  /// Calls `body` once for each piece 0 ..< `count`, on at most `threads` threads, the caller's among them.
  public static func forEach(count: Int, threads: Int, body: @Sendable (Int) -> Void) {
    let workers = min(threads, count)
    guard workers > 1 else {
      for index in 0..<max(count, 0) { body(index) }
      return
    }
    let next = Atomic<Int>(0)
    DispatchQueue.concurrentPerform(iterations: workers) { _ in
      while true {
        let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
        if index >= count { return }
        body(index)
      }
    }
  }

  /// Like `forEach`, for work that needs working memory: each thread makes its own once, and gives it back.
  static func forEach<Scratch>(
    count: Int, threads: Int, make: @Sendable () -> Scratch, free: @Sendable (Scratch) -> Void,
    body: @Sendable (Scratch, Int) -> Void
  ) {
    let next = Atomic<Int>(0)
    forEach(count: min(threads, count), threads: threads) { _ in
      let scratch = make()
      defer { free(scratch) }
      while true {
        let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
        if index >= count { return }
        body(scratch, index)
      }
    }
  }

  /// The results of `body` for 0 ..< `count`, in order.
  public static func map<Value: Sendable>(count: Int, threads: Int, body: @Sendable (Int) -> Value) -> [Value] {
    [Value](unsafeUninitializedCapacity: max(count, 0)) { buffer, initialized in
      nonisolated(unsafe) let slots = buffer
      forEach(count: count, threads: threads) { index in
        slots.initializeElement(at: index, to: body(index))
      }
      initialized = max(count, 0)
    }
  }

  /// Like `map`, for work that may refuse: the error of the lowest piece is thrown, whichever failed first.
  public static func tryMap<Value: Sendable>(
    count: Int, threads: Int, body: @Sendable (Int) throws -> Value
  ) throws -> [Value] {
    try map(count: count, threads: threads) { index in
      Result { try body(index) }
    }.map { try $0.get() }
  }
}
