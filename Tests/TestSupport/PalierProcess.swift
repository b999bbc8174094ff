public import Foundation
public import JSON

/// A finished run of the built program.
public struct PalierProcess: Sendable {
  /// The exit code; 128 + the signal's number where a signal ended it.
  public let code: Int32
  /// Standard output.
  public let output: String
  /// Standard error.
  public let errors: String

  /// The built program: `PALIER_BINARY`, else the release build of this package.
  public static let binary: URL =
    ProcessInfo.processInfo.environment["PALIER_BINARY"].map { URL(fileURLWithPath: $0) }
    ?? Repository.root.appendingPathComponent(".build/release/palier")

  /// Standard output read as JSON, or null where it is none.
  public var json: JSON { (try? JSON.parse(output)) ?? nil }

  /// The verdict of each stage, from what `run --json` printed.
  public var verdicts: [String: String] {
    Dictionary(
      (json["stages"]?.array ?? []).compactMap { stage in
        guard let id = stage["id"]?.string, let verdict = stage["verdict"]?.string else { return nil }
        return (id, verdict)
      }, uniquingKeysWith: { $1 })
  }

  /// The content digest of each stage, from what `run --json` printed.
  public var contentDigests: [String: String] {
    Dictionary(
      (json["stages"]?.array ?? []).compactMap { stage in
        guard let id = stage["id"]?.string, let digest = stage["content_digest"]?.string else { return nil }
        return (id, digest)
      }, uniquingKeysWith: { $1 })
  }

  /// Runs the program to its end.
  ///
  /// - Parameters:
  ///   - arguments: what stands after its name.
  ///   - folder: the folder it runs in.
  ///   - signal: a signal to send, and after how many seconds.
  ///   - environment: variables on top of this process's own.
  public static func run(
    _ arguments: [String], in folder: String, signal: (number: Int32, after: Double)? = nil,
    environment: [String: String] = [:]
  ) throws -> PalierProcess {
    let done = try Command.run(binary.path, arguments, in: folder, signal: signal, environment: environment)
    return PalierProcess(code: done.code, output: done.output, errors: done.errors)
  }
}
