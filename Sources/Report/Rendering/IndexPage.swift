/// The one HTML page: a skeleton that the scripts fill.
enum IndexPage {
  /// What the page may load: its own files, the styles that plotly writes, and images made in the page. No network.
  /// `file:` says for a page opened from a file what `'self'` says for a served one: engines differ on whether `'self'`
  /// matches there, and a served page cannot load from `file:`.
  static let contentSecurityPolicy =
    "default-src 'none'; script-src 'self' file:; style-src 'self' file: 'unsafe-inline'; img-src 'self' data: blob:; "
    + "base-uri 'none'; form-action 'none'"

  /// The page for a model. The title is escaped; everything else of the model arrives as data.
  static func html(_ model: ReportModel) -> String {
    let data = ReportRenderer.parts(model).map { "data/\($0.name).js" }
    let own = Assets.scripts.map { "assets/\($0.name).js" }
    let first = own.prefix(1) + ["assets/labels.js"] + data
    let scripts = first + own.dropFirst().dropLast() + [ReportRenderer.plotlyPath] + own.suffix(1)
    let tags = scripts.map { "<script defer src=\"\($0)\"></script>" }.joined(separator: "\n")
    return """
      <!doctype html>
      <html lang="\(model.language.rawValue)">
      <head>
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="\(contentSecurityPolicy)">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <meta name="referrer" content="no-referrer">
      <title>\(escaped(model.title)) · Palier</title>
      <link rel="icon" href="data:,">
      <link rel="stylesheet" href="assets/style.css">
      \(tags)
      </head>
      <body>
      <a class="skip" id="skip" href="#main"></a>
      <header id="top"></header>
      <nav id="nav"></nav>
      <main id="main" tabindex="-1">
      <noscript><p lang="en">This dashboard needs JavaScript; nothing leaves your computer.</p>
      <p lang="fr">Ce tableau de bord a besoin de JavaScript ; rien ne quitte votre ordinateur.</p></noscript>
      </main>
      <div id="live" class="visually-hidden" aria-live="polite"></div>
      </body>
      </html>

      """
  }

  /// Text as HTML, inside an element or a double-quoted attribute.
  static func escaped(_ text: String) -> String {
    var out = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": out += "&amp;"
      case "<": out += "&lt;"
      case ">": out += "&gt;"
      case "\"": out += "&quot;"
      case "'": out += "&#39;"
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out
  }
}
