import Synchronization

/// A count of the engine's objects that the wrapper holds, for tests that look for leaks.
public enum DuckDBHandles {
  private static let count = Atomic<Int>(0)

  /// How many databases, connections, statements, results, chunks and appenders are open in this process.
  public static var live: Int { count.load(ordering: .relaxed) }

  static func opened() { count.add(1, ordering: .relaxed) }
  static func closed() { count.subtract(1, ordering: .relaxed) }
}
