public import Foundation

/// A headless Chromium that opens pages from their files.
public enum HeadlessBrowser {
  /// The browser's path: `PALIER_CHROMIUM`, else where it usually is; nil where there is none.
  public static let path: String? = {
    let named = ProcessInfo.processInfo.environment["PALIER_CHROMIUM"]
    return [named, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].compactMap { $0 }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }()

  /// plotly.min.js: `PALIER_PLOTLY`, else below `.deps`; nil where it has not been fetched.
  public static let plotly: URL? = {
    if let named = ProcessInfo.processInfo.environment["PALIER_PLOTLY"] { return URL(fileURLWithPath: named) }
    let file = Repository.root.appendingPathComponent(".deps/plotly/plotly.min.js")
    return FileManager.default.fileExists(atPath: file.path) ? file : nil
  }()

  /// axe-core: `PALIER_AXE`, else below `.deps`; nil where it has not been fetched.
  public static let axe: URL? = {
    if let named = ProcessInfo.processInfo.environment["PALIER_AXE"] { return URL(fileURLWithPath: named) }
    let file = Repository.root.appendingPathComponent(".deps/axe/axe.min.js")
    return FileManager.default.fileExists(atPath: file.path) ? file : nil
  }()

  /// Why a page with charts cannot be opened here, or nil where it can.
  public static var missing: String? {
    if path == nil { return "no chromium" }
    return plotly == nil ? "no plotly.min.js (make deps)" : nil
  }

  /// Opens a page at `hash` and returns it as it stands once its scripts have run.
  ///
  /// A browser that gives no page at all, as one does that was short of memory, says nothing about the page: it is
  /// opened again.
  ///
  /// - Parameters:
  ///   - scratch: a folder for the browser's own files.
  ///   - isDark: whether the reader prefers dark colours.
  ///   - time: the page's own time to run, in milliseconds.
  /// - Throws: `NoPage` where three browsers in a row gave none.
  public static func open(
    _ page: URL, hash: String, scratch: TemporaryDirectory, isDark: Bool = false, time: Int = 10_000
  ) throws -> String {
    var ends: [Int32] = []
    for attempt in 1...3 {
      let run = try Command.run(
        path ?? "",
        [
          "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-extensions", "--no-first-run",
          "--user-data-dir=\(scratch.path("profile\(attempt)"))", "--window-size=1400,1000",
          "--virtual-time-budget=\(time)", "--timeout=60000", "--dump-dom",
          "--blink-settings=preferredColorScheme=\(isDark ? 0 : 1)", page.absoluteString + "#/\(hash)",
        ])
      if run.output.contains("<html") { return run.output }
      ends.append(run.code)
    }
    throw NoPage(ends: ends)
  }

  /// The browser gave no page.
  public struct NoPage: Error {
    /// The exit code of each attempt.
    public let ends: [Int32]
  }

  /// The root element's data attributes.
  public static func marks(_ page: String) -> [String: String] {
    let root = page.firstMatch(of: /<html[^>]*>/).map { String($0.output) } ?? ""
    return Dictionary(
      root.matches(of: /data-([\w-]+)="([^"]*)"/).map { (String($0.output.1), String($0.output.2)) },
      uniquingKeysWith: { first, _ in first })
  }
}
