import Foundation
import Report
import TestSupport

/// A rendered dashboard, opened in a headless Chromium.
enum Browser {
  /// Why browser tests cannot run here, or nil where they can.
  static var missing: String? { HeadlessBrowser.missing }

  /// Writes a dashboard into `directory`, opens `hash` and returns the page as it stands once scripts have run.
  ///
  /// `probe` is a script that runs last, as a reader's hand would. With a `width` the dashboard stands in a frame of so
  /// many pixels, as on a phone, and what its probe posts to the frame's parent are the marks.
  static func open(
    _ model: ReportModel, hash: String, in directory: TemporaryDirectory, probe: String? = nil,
    plotly: URL? = HeadlessBrowser.plotly, shards: [ReportModel.CustomerShard] = [], isDark: Bool = false,
    width: Int? = nil, time: Int = 10_000
  ) throws -> String {
    let standing = model.customers.map { CustomerStanding($0) }
    let details = shards.flatMap { shard in standing.map { [ReportRenderer.shardFile(shard, $0)] } ?? [] }
    for file in ReportRenderer.render(model) + details {
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
    var page = "index.html"
    if let width {
      page = "frame.html"
      try directory.write(
        page,
        """
        <!doctype html><html><body><iframe width="\(width)" height="844" src="index.html#/\(hash)"></iframe><script>
        addEventListener("message", function (event) { Object.assign(document.documentElement.dataset, event.data); });
        </script></body></html>
        """)
    }
    return try HeadlessBrowser.open(
      directory.url.appendingPathComponent(page), hash: hash, scratch: directory, isDark: isDark, time: time)
  }

  /// The root element's data attributes.
  static func marks(_ page: String) -> [String: String] { HeadlessBrowser.marks(page) }
}
