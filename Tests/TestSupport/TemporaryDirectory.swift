public import Foundation

/// A fresh folder of a test's own, removed when the value goes away.
public final class TemporaryDirectory: Sendable {
  /// The folder.
  public let url: URL

  /// The folder's path.
  public var root: String { url.path }

  /// Makes the folder.
  /// - Throws: the file system's error.
  public init() throws {
    let name = "palier-test-\(UUID().uuidString)"
    url = FileManager.default.temporaryDirectory.appendingPathComponent(name)
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  /// The path of `name` below the folder.
  public func path(_ name: String) -> String { url.appendingPathComponent(name).path }

  /// Writes a text file below the folder, making its folders as needed, and returns its path.
  @discardableResult
  public func write(_ name: String, _ text: String) throws -> String {
    let target = url.appendingPathComponent(name)
    try FileManager.default.createDirectory(at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: target)
    return target.path
  }
}
