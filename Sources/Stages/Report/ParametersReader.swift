internal import JSON
internal import PipelineModel
internal import Report

/// The parameters in force, as far as the stage may read them.
enum ParametersReader {
  /// The parameters in the order in which they are documented, then the pipeline's own by name.
  static func read(_ parameters: ParameterSet) -> [ReportModel.Parameter] {
    let known = ParameterCatalog.all.map(\.path)
    let own = parameters.values.keys.filter { !known.contains($0) }.sorted()
    return (known + own).compactMap { path in
      parameters[path].map { ReportModel.Parameter(path, text(path, $0, bins: parameters["rfm.bins"]?.int)) }
    }
  }

  private static func text(_ path: String, _ value: JSON, bins: Int?) -> String {
    if path == "rfm.grid", let bins {
      let name = SegmentsReader.gridName(value, bins: bins)
      if name != "custom" { return name }
    }
    if let text = value.string, !text.isEmpty { return text }
    return value.text()
  }
}
