import DuckDB
import Foundation
import Synchronization
import Testing

@Suite struct ControlTests {
  let connection: Connection

  init() throws {
    connection = try Connection(Database(configuration: ["threads": "1"]))
    try connection.execute("CREATE TABLE t AS SELECT range AS n FROM range(3000000)")
  }

  /// Seconds of work, over a table, so that there is time to stop it and to see its progress.
  private let slow = "SELECT max(sha256(sha256(n::VARCHAR))) FROM t"

  /// Runs `body` while a thread of its own calls `watch` every few milliseconds. (A dispatch queue might have no thread
  /// to spare while the tests use all cores.)
  private func watching<T>(_ watch: @escaping @Sendable () -> Void, _ body: () throws -> T) rethrows -> T {
    let isOver = Once()
    let ended = DispatchSemaphore(value: 0)
    Thread.detachNewThread {
      while !isOver.isSet {
        watch()
        usleep(5_000)
      }
      ended.signal()
    }
    defer {
      isOver.set()
      ended.wait()
    }
    return try body()
  }

  @Test(.timeLimit(.minutes(1)), arguments: [false, true])
  func anotherThreadInterrupts(_ streaming: Bool) throws {
    let control = connection.control
    // Again and again: an interrupt before the statement has begun does nothing.
    let error = watching {
      control.interrupt()
    } _: {
      #expect(throws: DuckDBError.self) {
        if streaming {
          _ = try connection.stream(slow).nextChunk()
        } else {
          _ = try connection.query(slow)
        }
      }
    }
    #expect(error?.isInterrupt == true)
    #expect(try connection.query("SELECT 1").scalar(Int.self) == 1)
  }

  @Test(.timeLimit(.minutes(1)))
  func anotherThreadSeesProgress() throws {
    try connection.enableProgress()
    let control = connection.control
    let seen = Mutex<[ConnectionControl.Progress]>([])
    try watching {
      if let progress = control.progress { seen.withLock { $0.append(progress) } }
    } _: {
      _ = try connection.query(slow)
    }
    let steps = seen.withLock { $0 }.filter { $0.percentage > 0 && $0.percentage < 100 }
    #expect(steps.count > 1)
    #expect(steps.map(\.percentage) == steps.map(\.percentage).sorted())
    #expect(steps.allSatisfy { $0.rowsProcessed > 0 && $0.rowsProcessed < $0.totalRows })
  }
}

/// A flag that several threads see.
private final class Once: Sendable {
  private let flag = Atomic(false)
  var isSet: Bool { flag.load(ordering: .acquiring) }
  func set() { flag.store(true, ordering: .releasing) }
}
