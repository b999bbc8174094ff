import Foundation
import TestSupport

/// A run that is sent signals once it says a certain thing, and how long it then took to end.
struct SignalledRun {
  let code: Int32
  /// Whether a signal ended the process, rather than the process itself.
  let wasKilled: Bool
  let errors: String
  /// Seconds from the first signal to the end.
  let seconds: Double

  /// Runs the program in a folder.
  ///
  /// - Parameters:
  ///   - marker: what standard error must hold before the first signal is sent; empty for none.
  ///   - file: a path that must be there as well before the first signal is sent.
  ///   - delay: seconds between the marker and the first signal.
  ///   - signals: what is sent, a twentieth of a second apart.
  init(
    _ arguments: [String], in folder: String, marker: String, file: String? = nil, delay: Double = 0.2,
    signals: [Int32], environment: [String: String] = [:]
  ) throws {
    let process = Process()
    process.executableURL = PalierProcess.binary
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    let log = URL(fileURLWithPath: folder).appendingPathComponent("stderr-\(UUID().uuidString)")
    _ = FileManager.default.createFile(atPath: log.path, contents: nil)
    let handle = try FileHandle(forWritingTo: log)
    process.standardError = handle
    process.standardOutput = FileHandle.nullDevice
    process.standardInput = FileHandle.nullDevice
    try process.run()
    func text() -> String { (try? String(contentsOf: log, encoding: .utf8)) ?? "" }
    func isReady() -> Bool {
      text().contains(marker) && file.map { FileManager.default.fileExists(atPath: $0) } ?? true
    }
    for _ in 0..<2000 where !isReady() && process.isRunning { Thread.sleep(forTimeInterval: 0.01) }
    Thread.sleep(forTimeInterval: delay)
    let start = Date()
    for (index, signal) in signals.enumerated() {
      if index > 0 { Thread.sleep(forTimeInterval: 0.05) }
      kill(process.processIdentifier, signal)
    }
    process.waitUntilExit()
    seconds = Date().timeIntervalSince(start)
    wasKilled = process.terminationReason == .uncaughtSignal
    code = wasKilled ? 128 + process.terminationStatus : process.terminationStatus
    errors = text()
    try? FileManager.default.removeItem(at: log)
  }
}
