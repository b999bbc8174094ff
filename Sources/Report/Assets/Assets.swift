/// The page's own styles and scripts, kept in the binary so that it needs no folder of assets.
enum Assets {
  /// One script file.
  struct Script {
    /// The file's name without its ending.
    var name: String
    var text: String
  }

  /// Parts of `style.css`, in order.
  static let styles = [baseStyle, componentStyle, printStyle]

  /// The scripts in the order in which they load; the charting library comes before the last.
  static let scripts = [
    guardScript, coreScript, formatScript, sheetScript, loadScript, tablesScript, gridScript, scaleScript, chartsScript,
    summaryScript,
    segmentsScript, spreadScript, segmentDetailScript, actionsScript, customerScript, customersScript, cohortsScript,
    evolutionScript,
    lifetimeScript, scenariosScript, basketsScript, watchScript, clustersScript,
    stabilityScript, contractScript, graphScript, profileScript, dataScript, appScript, drawScript,
  ]
}
