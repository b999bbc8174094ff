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

  /// What pools of the same databases share.
  private final class Shared: Sendable {
    let state = Mutex(State())
    let limits: EngineLimits

    init(_ limits: EngineLimits) { self.limits = limits }
  }

  /// The bounds on what a session uses.
  public let limits: EngineLimits
  private let shared: Shared

  /// Makes a pool of databases with some bounds; it opens none before it is told what to expect.
  public convenience init(_ limits: EngineLimits) { self.init(limits, Shared(limits)) }

  private init(_ limits: EngineLimits, _ shared: Shared) {
    self.limits = limits
    self.shared = shared
  }

  /// The same databases for sessions with other bounds.
  public func limited(to limits: EngineLimits) -> DatabasePool { DatabasePool(limits, shared) }

  /// What a session has to set to keep its bounds, or nil where its database was opened with them.
  var settings: String? {
    guard limits != shared.limits else { return nil }
    let memory = limits.memory.map { "; SET memory_limit = \(SQL.quoteLiteral($0))" } ?? ""
    return "SET threads = \(limits.threads)\(memory)"
  }

  private var configuration: [String: String] {
    var configuration = ["threads": String(shared.limits.threads)]
    if let memory = shared.limits.memory { configuration["memory_limit"] = memory }
    return configuration
  }

  /// Begins to open databases on another thread, as `count` sessions are to come.
  public func expect(_ count: Int) {
    shared.state.withLock { $0.expected = count }
    openAhead()
  }

  /// A database that nobody has used: one that is ready, else a new one.
  /// - Throws: `DuckDBError` where none can be opened.
  func take() throws -> Database {
    let ready = shared.state.withLock { state in
      state.expected -= 1
      return state.ready.popLast()
    }
    defer { openAhead() }
    return try ready ?? Database(configuration: configuration)
  }

  private func openAhead() {
    let isNeeded = shared.state.withLock { state in
      let coming = state.ready.count + state.opening
      guard coming < min(Self.ahead, state.expected) else { return false }
      state.opening += 1
      return true
    }
    guard isNeeded else { return }
    DispatchQueue.global(qos: .userInitiated).async { [self] in
      // What cannot be opened here is tried again by the session that needs it, which reports why.
      let database = try? Database(configuration: configuration)
      shared.state.withLock { state in
        state.opening -= 1
        if let database { state.ready.append(database) } else { state.expected = 0 }
      }
      openAhead()
    }
  }
}
