internal import Platform

/// plotly.js, which `make deps` puts beside the engine.
public enum ChartLibrary {
  /// The file: `PALIER_PLOTLY`, else the nearest `.deps/plotly/plotly.min.js` above the program or the current folder.
  public static var path: String? {
    if let named = Environment.value("PALIER_PLOTLY"), !named.isEmpty { return Files.exists(named) ? named : nil }
    let name = ".deps/plotly/plotly.min.js"
    let starts = [Files.folderOf(Environment.executable), Paths.currentFolder]
    return starts.lazy.compactMap { Paths.nearest(holding: name, from: $0) }.first.map { "\($0)/\(name)" }
  }
}
