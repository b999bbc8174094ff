/// The parameters that stages name and palier does not know: a pipeline's own, for its commands and its SQL.
struct OwnParameters {
  /// As the stages write them; a name stands for all below it.
  let names: Set<String>

  /// Whether a path is one of them, or below one.
  func covers(_ path: String) -> Bool { names.contains { ParameterSet.name($0, covers: path) } }

  /// The leaves that the config has below the names that cover `path`, where it is none of them, nor above or below one:
  /// what somebody who writes `path` most likely means.
  func likely(_ path: String, among leaves: some Sequence<String>) -> [String] {
    let covering = names.filter { $0 != path && ParameterSet.name($0, covers: path) }
    let written = leaves.filter { leaf in covering.contains { ParameterSet.name($0, covers: leaf) } }
    let isWritten = written.contains { ParameterSet.name($0, covers: path) || ParameterSet.name(path, covers: $0) }
    return isWritten ? [] : written.sorted()
  }

  /// Whether one of them is below a path.
  func reachBelow(_ path: String) -> Bool { names.contains { $0.hasPrefix(path + ".") } }
}
