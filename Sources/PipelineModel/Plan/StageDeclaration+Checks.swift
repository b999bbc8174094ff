internal import JSON
internal import Platform

extension StageDeclaration {
  /// The digest of the checks that a version passes once and for all, with what else they read; nil where there are
  /// none.
  ///
  /// What a version passed under one digest it need not be checked for again. Checks are no part of the fingerprint:
  /// they decide whether a version is published, not what is in it.
  /// - Parameter settled: the versions of the stages upstream.
  public func checksDigest(_ settled: [String: Manifest]) -> String? {
    let lasting = checks.filter { !$0.isRelative }
    guard !lasting.isEmpty else { return nil }
    let list = lasting.map { check -> JSON in
      var members: [(String, JSON)] = [
        ("output", .string(check.output)), ("name", .string(check.name)), ("rule", check.json),
      ]
      if let target = check.reference, target.stage != id {
        members.append(("reads", .string(settled[target.stage]?.outputs[target.output]?.digest ?? "")))
      }
      return .members(members)
    }
    return SHA256.hex(JSON.array(list).text(.canonical))
  }

  /// Whether a check compares with the version that is replaced.
  public var hasRelativeChecks: Bool { checks.contains(where: \.isRelative) }
}
