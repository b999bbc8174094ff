import Foundation
import Report
import TestSupport

/// A headless Chromium that opens a rendered dashboard from its file.
enum Browser {
  /// The browser's path: `PALIER_CHROMIUM`, else Debian's; nil where there is none.
  static let path: String? = {
    let named = ProcessInfo.processInfo.environment["PALIER_CHROMIUM"]
    return [named, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].compactMap { $0 }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }()

  /// plotly.min.js: `PALIER_PLOTLY`, else below `.deps`; nil where it has not been fetched.
  static let plotly: URL? = {
    if let named = ProcessInfo.processInfo.environment["PALIER_PLOTLY"] { return URL(fileURLWithPath: named) }
    let folder = Repository.root.appendingPathComponent(".deps")
    let found = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
    return found?.compactMap { $0 as? URL }.first { $0.lastPathComponent == "plotly.min.js" }
  }()

  /// Why browser tests cannot run here, or nil where they can.
  static var missing: String? {
    if path == nil { return "no chromium" }
    return plotly == nil ? "no plotly.min.js (make deps)" : nil
  }

  /// Writes a dashboard into `directory`, opens `hash` and returns the page as it stands once scripts have run.
  ///
  /// `probe` is a script that runs last, as a reader's hand would.
  static func open(
    _ model: ReportModel, hash: String, in directory: TemporaryDirectory, probe: String? = nil, plotly: URL? = plotly
  ) throws -> String {
    for file in ReportRenderer.render(model) {
      var text = String(decoding: file.bytes, as: UTF8.self)
      if file.path == "index.html", probe != nil {
        text = text.replacing("</head>", with: "<script defer src=\"probe.js\"></script>\n</head>")
      }
      try directory.write(file.path, text)
    }
    if let probe { try directory.write("probe.js", probe) }
    if let plotly {
      let target = directory.url.appendingPathComponent(ReportRenderer.plotlyPath)
      try FileManager.default.createSymbolicLink(at: target, withDestinationURL: plotly)
    }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path ?? "")
    process.arguments = [
      "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-extensions", "--no-first-run",
      "--user-data-dir=\(directory.path("profile"))", "--window-size=1400,1000", "--virtual-time-budget=10000",
      "--timeout=60000", "--dump-dom", directory.url.appendingPathComponent("index.html").absoluteString + "#/\(hash)",
    ]
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let bytes = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The root element's data attributes.
  static func marks(_ page: String) -> [String: String] {
    let root = page.firstMatch(of: /<html[^>]*>/).map { String($0.output) } ?? ""
    return Dictionary(
      root.matches(of: /data-([\w-]+)="([^"]*)"/).map { (String($0.output.1), String($0.output.2)) },
      uniquingKeysWith: { first, _ in first })
  }
}
