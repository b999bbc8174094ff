internal import Foundation
public import JSON

/// A project of a test's own: the default pipeline and its stages, on a small sample.
public final class Sandbox: Sendable {
  /// The folder.
  public let folder: TemporaryDirectory
  /// What the sample generator says that it wrote.
  public let sample: JSON

  /// Makes a project on a generated sample, a file a day.
  public init(lines: Int = 4000, months: Int = 8, clean: Bool = false) throws {
    folder = try TemporaryDirectory()
    let manager = FileManager.default
    try manager.copyItem(
      at: Repository.root.appendingPathComponent("stages"), to: folder.url.appendingPathComponent("stages"))
    try manager.copyItem(
      at: Repository.root.appendingPathComponent("pipeline.json"),
      to: folder.url.appendingPathComponent("pipeline.json"))
    let made = try PalierProcess.run(
      ["sample", "data/sample", "--lines", "\(lines)", "--months", "\(months)", "--json"] + (clean ? ["--clean"] : []),
      in: folder.root)
    sample = made.json
  }

  /// Runs a verb in the project.
  @discardableResult
  public func palier(
    _ arguments: String..., environment: [String: String] = [:], signal: (number: Int32, after: Double)? = nil
  ) throws -> PalierProcess {
    try PalierProcess.run(arguments, in: folder.root, signal: signal, environment: environment)
  }

  /// Runs the pipeline and reads what it says.
  @discardableResult
  public func run(_ arguments: String...) throws -> PalierProcess {
    try PalierProcess.run(["run", "--json", "--progress", "none"] + arguments, in: folder.root)
  }

  /// The text of a file of the project.
  public func text(_ path: String) throws -> String {
    try String(contentsOf: folder.url.appendingPathComponent(path), encoding: .utf8)
  }

  /// Replaces a part of a file, which must stand in it.
  public func edit(_ path: String, _ old: String, _ new: String) throws {
    let before = try text(path)
    let after = before.replacing(old, with: new, maxReplacements: 1)
    guard after != before || old == new else { throw EditError(path: path, text: old) }
    try folder.write(path, after)
  }

  /// The names of the sample's files, sorted.
  public func sampleFiles() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path("data/sample")).sorted()
  }

  /// A text that an edit did not find.
  public struct EditError: Error {
    /// The file.
    public let path: String
    /// What was looked for.
    public let text: String
  }
}
