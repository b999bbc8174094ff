public import Foundation

/// Where things are for a test: the package's own folder and, where present, the real data.
public enum Repository {
  /// The package's root folder.
  public static let root: URL = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// The folder of real data (`PALIER_DATA`, else `../shared/data` beside the package), or nil where it is absent.
  public static let realData: URL? = {
    let url =
      ProcessInfo.processInfo.environment["PALIER_DATA"].map { URL(fileURLWithPath: $0) }
      ?? root.deletingLastPathComponent().appendingPathComponent("shared/data")
    return FileManager.default.fileExists(atPath: url.path) ? url : nil
  }()
}
