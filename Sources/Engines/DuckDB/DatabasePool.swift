internal import Dispatch
internal import DuckDB
internal import Synchronization

/// Databases opened ahead of need: opening one takes about as long as a small stage's work.
///
/// Every session gets a database that nobody has used, so what one session shuts or makes is never seen by another.
public final class DatabasePool: Sendable {
  private static let ahead = 2

  private struct State {
    var ready: [Database] = []
    var opening = 0
    var expected = 0
  }

  /// The bounds on what a session uses.
  public let limits: EngineLimits
  private let state = Mutex(State())

  /// Makes a pool of databases with some bounds; it opens none before it is told what to expect.
  public init(_ limits: EngineLimits) { self.limits = limits }

  private var configuration: [String: String] {
    var configuration = ["threads": String(limits.threads)]
    if let memory = limits.memory { configuration["memory_limit"] = memory }
    return configuration
  }

  /// Begins to open databases on another thread, as `count` sessions are to come.
  public func expect(_ count: Int) {
    state.withLock { $0.expected = count }
    openAhead()
  }

  /// A database that nobody has used: one that is ready, else a new one.
  /// - Throws: `DuckDBError` where none can be opened.
  func take() throws -> Database {
    let ready = state.withLock { state in
      state.expected -= 1
      return state.ready.popLast()
    }
    defer { openAhead() }
    return try ready ?? Database(configuration: configuration)
  }

  private func openAhead() {
    let isNeeded = state.withLock { state in
      let coming = state.ready.count + state.opening
      guard coming < min(Self.ahead, state.expected) else { return false }
      state.opening += 1
      return true
    }
    guard isNeeded else { return }
    DispatchQueue.global(qos: .userInitiated).async { [self] in
      // What cannot be opened here is tried again by the session that needs it, which reports why.
      let database = try? Database(configuration: configuration)
      state.withLock { state in
        state.opening -= 1
        if let database { state.ready.append(database) } else { state.expected = 0 }
      }
      openAhead()
    }
  }
}
