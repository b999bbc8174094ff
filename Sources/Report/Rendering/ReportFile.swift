/// One file of the dashboard.
public struct ReportFile: Sendable, Hashable {
  /// Where it goes, relative to the dashboard's folder, with `/` between folders.
  public var path: String
  /// Its content.
  public var bytes: [UInt8]

  /// Makes a file.
  public init(path: String, bytes: [UInt8]) {
    self.path = path
    self.bytes = bytes
  }

  /// Makes a UTF-8 text file.
  init(path: String, text: String) {
    self.init(path: path, bytes: Array(text.utf8))
  }
}
