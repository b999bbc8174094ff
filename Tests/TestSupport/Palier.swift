public import Foundation

/// The built program, driven as a user would.
public enum Palier {
  /// What a call printed, and how it ended.
  public struct Outcome: Sendable {
    /// What went to the standard output.
    public var output: String
    /// What went to the standard error.
    public var errors: String
    /// The exit code.
    public var code: Int32
  }

  /// The program: `PALIER_BINARY`, else the release build; nil where neither is there.
  public static let binary: URL? = {
    let named = ProcessInfo.processInfo.environment["PALIER_BINARY"]
    let url = named.map { URL(fileURLWithPath: $0) } ?? Repository.root.appendingPathComponent(".build/release/palier")
    return FileManager.default.isExecutableFile(atPath: url.path) ? url : nil
  }()

  /// Runs the program in a folder and waits for its end.
  ///
  /// The two streams go to files, so that neither can fill a pipe while the other is read.
  public static func run(_ arguments: [String], in folder: TemporaryDirectory) throws -> Outcome {
    let process = Process()
    process.executableURL = binary
    process.arguments = arguments
    process.currentDirectoryURL = folder.url
    let name = "palier-\(UUID().uuidString)"
    let (output, errors) = (try file(folder, name + ".out"), try file(folder, name + ".err"))
    process.standardOutput = output.handle
    process.standardError = errors.handle
    try process.run()
    process.waitUntilExit()
    return Outcome(
      output: try String(contentsOf: output.url, encoding: .utf8),
      errors: try String(contentsOf: errors.url, encoding: .utf8), code: process.terminationStatus)
  }

  private static func file(_ folder: TemporaryDirectory, _ name: String) throws -> (url: URL, handle: FileHandle) {
    let path = try folder.write(name, "")
    let url = URL(fileURLWithPath: path)
    return (url, try FileHandle(forWritingTo: url))
  }
}
