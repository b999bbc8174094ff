public import JSON

/// The pipeline's parameters with their values: every known one, and those that its stages define.
public struct ParameterSet: Sendable, Hashable {
  /// Values by path; a path names a leaf: `kmeans.k`.
  public private(set) var values: [String: JSON]

  /// Makes a set of values by path.
  public init(_ values: [String: JSON]) { self.values = values }

  /// The value at a leaf, or nil.
  public subscript(path: String) -> JSON? { values[path] }

  /// The leaves that a stage may read: those that `names` names, each name standing for all below it.
  public func subset(_ names: [String]) -> ParameterSet {
    ParameterSet(
      values.filter { path, _ in names.contains { Self.name($0, covers: path) } })
  }

  /// The leaves sorted by path, as one flat object: what enters a fingerprint.
  public var json: JSON {
    .members(values.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
  }

  /// Whether any leaf is named by `name`.
  public func hasLeaves(_ name: String) -> Bool {
    values.keys.contains { Self.name(name, covers: $0) }
  }

  /// Whether a name stands for a path: it is the path, or one above it.
  static func name(_ name: String, covers path: String) -> Bool { path == name || path.hasPrefix(name + ".") }
}

extension ParameterSet {
  /// The view under which SQL sees a list parameter: `rfm.cut_points.recency` is `parameter_rfm_cut_points_recency`.
  public static func viewName(_ path: String) -> String {
    "parameter_" + path.replacing(".", with: "_")
  }
}
