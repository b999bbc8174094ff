/// The parameters that stages name and palier does not know: a pipeline's own, for its commands and its SQL.
struct OwnParameters {
  /// As the stages write them; a name stands for all below it.
  let names: Set<String>

  /// Whether a path is one of them, or below one.
  func covers(_ path: String) -> Bool { names.contains { path == $0 || path.hasPrefix($0 + ".") } }

  /// Whether one of them is below a path.
  func reachBelow(_ path: String) -> Bool { names.contains { $0.hasPrefix(path + ".") } }
}
