internal import JSON

/// The run's record as a script beside the dashboard, so that a page opened from disk can read it.
enum RunScript {
  /// The script's text; characters that could end a script or a line are escaped.
  static func text(_ record: JSON) -> String {
    let escaped = record.text().replacing("<", with: "\\u003c").replacing(">", with: "\\u003e")
      .replacing("&", with: "\\u0026").replacing("\u{2028}", with: "\\u2028").replacing("\u{2029}", with: "\\u2029")
    return "window.PALIER=window.PALIER||{};window.PALIER.run=\(escaped);\n"
  }
}
