internal import Platform

/// plotly.js, which `make deps` puts beside the engine.
public enum ChartLibrary {
  /// The file: `PALIER_PLOTLY`, else the nearest `.deps/plotly/plotly.min.js` above the program or the current folder.
  public static var path: String? {
    if let named = Environment.value("PALIER_PLOTLY"), !named.isEmpty { return Files.exists(named) ? named : nil }
    for start in [Files.folderOf(Environment.executable), Paths.currentFolder] {
      var folder = start
      while folder != "/", folder != "." {
        let candidate = folder + "/.deps/plotly/plotly.min.js"
        if Files.exists(candidate) { return candidate }
        folder = Files.folderOf(folder)
      }
    }
    return nil
  }
}
