public import JSON

/// Why a stage is, or is not, run. Made where the decision is made; every display prints these same values.
public enum Reason: Sendable, Hashable {
  /// No version of the stage exists.
  case neverBuilt
  /// The run was told to.
  case forced
  /// The version that was current cannot be used.
  case damaged(String)
  /// A parameter the stage reads has another value.
  case parameter(path: String, from: JSON?, to: JSON?)
  /// The stage's SQL reads otherwise: lines taken out and put in.
  case sql(removed: [String], added: [String])
  /// The engine's prelude reads otherwise.
  case prelude
  /// Another engine.
  case engine(from: String?, to: String?)
  /// The stage's own code has changed.
  case code(from: Int, to: Int)
  /// The stage is of another kind.
  case kind(from: String, to: String)
  /// What the config says of a command stage: its command, outputs or environment.
  case declaration(part: String, from: JSON?, to: JSON?)
  /// Customer ids are made pseudonyms, or no longer, or under another key.
  case pseudonyms(from: String?, to: String?)
  /// Other customers are left out: how many were, and are.
  case erasures(from: Int, to: Int)
  /// The version was kept by another version of Palier, in a form that is no longer understood.
  case format
  /// What the stage last put outside the output folder is not the current version: a run that failed after it, or a
  /// rollback.
  case outside
  /// The checks on its outputs, or what they read, have changed: it is checked again, not rebuilt.
  case checks
  /// An input was added to the stage's declaration, or taken from it.
  case inputDeclared(String)
  case inputDropped(String)
  /// An input's content is another.
  case input(String, from: String, to: String)
  /// A source's files.
  case fileAdded(source: String, file: String)
  case fileRemoved(source: String, file: String)
  case fileChanged(source: String, file: String)
  case fileRenamed(source: String, from: String, to: String)
  /// A source is of another kind.
  case sourceKind(source: String, from: String, to: String)
  /// A stage upstream runs first; what it makes decides.
  case upstream(String)
  /// The same key was run before: its version is taken back.
  case builtBefore(version: String)
  /// The inputs turned out equal to those of the current version.
  case inputsEqual
  /// Nothing changed.
  case unchanged
  /// Nothing changed since a person accepted the content of another version.
  case accepted(version: String, run: String)
  /// The run's selection leaves it out.
  case notSelected
  /// A stage it reads has failed.
  case upstreamFailed(String)
  /// The run was stopped before.
  case cancelled

  /// The reason in one line.
  public var text: String {
    switch self {
    case .neverBuilt: "no version exists yet"
    case .forced: "forced"
    case .damaged(let what): "the current version is damaged: \(what)"
    case .parameter(let path, let from, let to): "parameter \(path): \(ValueChange(from: from, to: to).text)"
    case .sql(let removed, let added):
      (["SQL changed"] + removed.prefix(3).map { "- \($0)" } + added.prefix(3).map { "+ \($0)" }
        + (removed.count > 3 || added.count > 3 ? ["…"] : [])).joined(separator: "  ")
    case .prelude: "the engine's prelude changed"
    case .engine(let from, let to): "engine: \(from ?? "none") → \(to ?? "none")"
    case .code(let from, let to): "the stage's code: version \(from) → \(to)"
    case .kind(let from, let to): "kind: \(from) → \(to)"
    case .declaration(let part, let from, let to): "\(part): \(ValueChange(from: from, to: to).text)"
    case .pseudonyms(nil, _): "customer ids are made pseudonyms"
    case .pseudonyms(_, nil): "customer ids are no longer made pseudonyms"
    case .pseudonyms: "pseudonyms are made under another key"
    case .erasures(let from, let to): from == to ? "other customers are erased" : "customers erased: \(from) → \(to)"
    case .format: "the current version was kept in another format"
    case .outside: "what it last published is not the current version"
    case .checks: "its checks changed: they run again, the stage does not"
    case .inputDeclared(let name): "new input \(name)"
    case .inputDropped(let name): "input \(name) is no longer declared"
    case .input(let name, let from, let to): "input \(name): content \(from.prefix(8)) → \(to.prefix(8))"
    case .fileAdded(_, let file): "new file \(file)"
    case .fileRemoved(_, let file): "file \(file) is gone"
    case .fileChanged(_, let file): "file \(file) changed"
    case .fileRenamed(_, let from, let to): "file \(from) is now \(to)"
    case .sourceKind(let source, let from, let to): "source \(source): kind \(from) → \(to)"
    case .upstream(let stage): "depends on the outcome of \(stage)"
    case .builtBefore(let version): "built before as \(version)"
    case .inputsEqual: "its inputs came out as before"
    case .unchanged: "nothing changed"
    case .accepted(let version, let run): "accepted as equal to \(version) in run \(run)"
    case .notSelected: "not selected"
    case .upstreamFailed(let stage): "\(stage) failed"
    case .cancelled: "the run was stopped"
    }
  }

  /// The reason for programs: `cause`, the fields that belong to it, and `text`.
  public var json: JSON {
    var members: [(String, JSON)] = []
    switch self {
    case .neverBuilt: members = [("cause", "never_built")]
    case .forced: members = [("cause", "forced")]
    case .damaged(let what): members = [("cause", "damaged"), ("detail", .string(what))]
    case .parameter(let path, let from, let to):
      members = [("cause", "parameter"), ("path", .string(path)), ("from", from ?? nil), ("to", to ?? nil)]
    case .sql(let removed, let added):
      members = [
        ("cause", "sql"), ("removed", .array(removed.map { .string($0) })),
        ("added", .array(added.map { .string($0) })),
      ]
    case .prelude: members = [("cause", "prelude")]
    case .engine(let from, let to):
      members = [
        ("cause", "engine"), ("from", from.map { .string($0) } ?? nil), ("to", to.map { .string($0) } ?? nil),
      ]
    case .code(let from, let to): members = [("cause", "code"), ("from", .int(from)), ("to", .int(to))]
    case .kind(let from, let to): members = [("cause", "kind"), ("from", .string(from)), ("to", .string(to))]
    case .declaration(let part, let from, let to):
      members = [("cause", "declaration"), ("part", .string(part)), ("from", from ?? nil), ("to", to ?? nil)]
    case .pseudonyms(let from, let to):
      members = [
        ("cause", "pseudonyms"), ("from", from.map { .string($0) } ?? nil), ("to", to.map { .string($0) } ?? nil),
      ]
    case .erasures(let from, let to):
      members = [("cause", "erasures"), ("from", .int(from)), ("to", .int(to))]
    case .format: members = [("cause", "format")]
    case .outside: members = [("cause", "outside")]
    case .checks: members = [("cause", "checks")]
    case .inputDeclared(let name): members = [("cause", "input_declared"), ("input", .string(name))]
    case .inputDropped(let name): members = [("cause", "input_dropped"), ("input", .string(name))]
    case .input(let name, let from, let to):
      members = [("cause", "input"), ("input", .string(name)), ("from", .string(from)), ("to", .string(to))]
    case .fileAdded(let source, let file):
      members = [("cause", "file_added"), ("source", .string(source)), ("file", .string(file))]
    case .fileRemoved(let source, let file):
      members = [("cause", "file_removed"), ("source", .string(source)), ("file", .string(file))]
    case .fileChanged(let source, let file):
      members = [("cause", "file_changed"), ("source", .string(source)), ("file", .string(file))]
    case .fileRenamed(let source, let from, let to):
      members = [
        ("cause", "file_renamed"), ("source", .string(source)), ("from", .string(from)), ("to", .string(to)),
      ]
    case .sourceKind(let source, let from, let to):
      members = [
        ("cause", "source_kind"), ("source", .string(source)), ("from", .string(from)), ("to", .string(to)),
      ]
    case .upstream(let stage): members = [("cause", "upstream"), ("stage", .string(stage))]
    case .builtBefore(let version): members = [("cause", "built_before"), ("version", .string(version))]
    case .inputsEqual: members = [("cause", "inputs_equal")]
    case .unchanged: members = [("cause", "unchanged")]
    case .accepted(let version, let run):
      members = [("cause", "accepted"), ("version", .string(version)), ("run", .string(run))]
    case .notSelected: members = [("cause", "not_selected")]
    case .upstreamFailed(let stage): members = [("cause", "upstream_failed"), ("stage", .string(stage))]
    case .cancelled: members = [("cause", "cancelled")]
    }
    return .members(members + [("text", .string(text))])
  }
}
