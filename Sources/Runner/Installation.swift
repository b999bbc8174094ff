internal import Platform

/// Where Palier's own files lie: its stages and the engine's prelude.
public enum Installation {
  /// The folder that holds `stages/`: `PALIER_HOME`, else the nearest such folder above the program.
  public static let folder: String = {
    if let named = Environment.value("PALIER_HOME"), !named.isEmpty { return Paths.absolute(named) }
    let program = Files.folderOf(Environment.executable)
    return Paths.nearest(holding: "stages/prelude/duckdb.sql", from: program) ?? Paths.currentFolder
  }()
}
