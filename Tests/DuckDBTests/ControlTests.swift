import Dispatch
import DuckDB
import Testing

@Suite struct ControlTests {
  /// Long enough to be stopped, or watched, well before it ends.
  static let slow = "SELECT max(hash(a.range, b.range)) FROM range(200000) a, range(200000) b"

  @Test(.timeLimit(.minutes(1)), arguments: [false, true])
  func anotherThreadInterrupts(_ streaming: Bool) throws {
    let connection = try Connection(Database(configuration: ["threads": "1"]))
    let control = connection.control
    let isOver = DispatchSemaphore(value: 0)
    // Again and again: an interrupt before the statement has begun does nothing.
    let done = DispatchSemaphore(value: 0)
    DispatchQueue.global().async {
      repeat { control.interrupt() } while isOver.wait(timeout: .now() + .milliseconds(20)) == .timedOut
      done.signal()
    }
    let error = #expect(throws: DuckDBError.self) {
      if streaming {
        _ = try connection.stream(Self.slow).nextChunk()
      } else {
        _ = try connection.query(Self.slow)
      }
    }
    isOver.signal()
    done.wait()
    #expect(error?.isInterrupt == true)
    #expect(try connection.query("SELECT 1").scalar(Int.self) == 1)
  }

  @Test(.timeLimit(.minutes(1)))
  func anotherThreadSeesProgress() throws {
    let connection = try Connection(Database(configuration: ["threads": "1"]))
    try connection.enableProgress()
    #expect(connection.progress == nil)
    let control = connection.control
    let seen = DispatchQueue(label: "seen")
    nonisolated(unsafe) var last: ConnectionControl.Progress?
    let done = DispatchSemaphore(value: 0)
    DispatchQueue.global().async {
      for _ in 0..<2_000 {
        if let progress = control.progress, progress.percentage > 0 {
          seen.sync { last = progress }
          break
        }
        _ = DispatchSemaphore(value: 0).wait(timeout: .now() + .milliseconds(5))
      }
      repeat { control.interrupt() } while done.wait(timeout: .now() + .milliseconds(20)) == .timedOut
    }
    let error = #expect(throws: DuckDBError.self) { try connection.query(Self.slow) }
    done.signal()
    #expect(error?.isInterrupt == true)
    let progress = try #require(seen.sync { last })
    #expect(progress.percentage > 0 && progress.percentage <= 100)
    #expect(progress.totalRows > 0)
    #expect(progress.rowsProcessed <= progress.totalRows)
  }
}
