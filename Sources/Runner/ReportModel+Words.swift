package import PipelineModel
internal import Platform
package import Report

extension ReportModel.Phrase {
  /// Lines of SQL shown of a change.
  private static let sqlLines = 3

  /// Why a stage was, or was not, run.
  package init(_ reason: Reason) {
    switch reason {
    case .neverBuilt: self.init("reason.neverBuilt")
    case .forced: self.init("reason.forced")
    case .damaged(let what): self.init("reason.damaged", ["detail": .text(what)])
    case .parameter(let path, let from, let to):
      self.init("reason.parameter", Self.values("name", path, ValueChange(from: from, to: to)))
    case .sql(let removed, let added):
      let lines = removed.prefix(Self.sqlLines).map { "- \($0)" } + added.prefix(Self.sqlLines).map { "+ \($0)" }
      let isCut = removed.count > Self.sqlLines || added.count > Self.sqlLines
      self.init("reason.sql", ["lines": .text((lines + (isCut ? ["…"] : [])).joined(separator: "  "))])
    case .prelude: self.init("reason.prelude")
    case .engine(let from, let to): self.init("reason.engine", ["from": Self.set(from), "to": Self.set(to)])
    case .code(let from, let to): self.init("reason.code", ["from": .count(from), "to": .count(to)])
    case .kind(let from, let to): self.init("reason.kind", ["from": .text(from), "to": .text(to)])
    case .declaration(let part, let from, let to):
      self.init("reason.declaration", Self.values("name", part, ValueChange(from: from, to: to)))
    case .pseudonyms(nil, _): self.init("reason.pseudonyms.begin")
    case .pseudonyms(_, nil): self.init("reason.pseudonyms.end")
    case .pseudonyms: self.init("reason.pseudonyms.key")
    case .erasures(let from, let to):
      self.init(from == to ? "reason.erasures.other" : "reason.erasures", ["from": .count(from), "to": .count(to)])
    case .format: self.init("reason.format")
    case .outside: self.init("reason.outside")
    case .checks: self.init("reason.checks")
    case .inputDeclared(let name): self.init("reason.inputDeclared", ["name": .text(name)])
    case .inputDropped(let name): self.init("reason.inputDropped", ["name": .text(name)])
    case .input(let name, let from, let to):
      self.init(
        "reason.input", ["name": .text(name), "from": .text(String(from.prefix(8))), "to": .text(String(to.prefix(8)))])
    case .fileAdded(_, let file): self.init("reason.fileAdded", ["name": .text(file)])
    case .fileRemoved(_, let file): self.init("reason.fileRemoved", ["name": .text(file)])
    case .fileChanged(_, let file): self.init("reason.fileChanged", ["name": .text(file)])
    case .fileRenamed(_, let from, let to): self.init("reason.fileRenamed", ["from": .text(from), "to": .text(to)])
    case .sourceKind(let source, let from, let to):
      self.init("reason.sourceKind", ["name": .text(source), "from": .text(from), "to": .text(to)])
    case .upstream(let stage): self.init("reason.upstream", ["name": .text(stage)])
    case .builtBefore(let version): self.init("reason.builtBefore", ["name": .text(version)])
    case .inputsEqual: self.init("reason.inputsEqual")
    case .unchanged: self.init("reason.unchanged")
    case .accepted(let version, let run): self.init("reason.accepted", ["name": .text(version), "run": .text(run)])
    case .notSelected: self.init("reason.notSelected")
    case .upstreamFailed(let stage): self.init("reason.upstreamFailed", ["name": .text(stage)])
    case .cancelled: self.init("reason.cancelled")
    }
  }

  private static func set(_ text: String?) -> Value { text.map { .text($0) } ?? .phrase(Self("reason.unset")) }

  private static func values(_ place: String, _ name: String, _ change: ValueChange) -> [String: Value] {
    guard let items = change.items else {
      let words = Self("reason.change", ["from": set(change.before), "to": set(change.after)])
      return [place: .text(name), "change": .phrase(words)]
    }
    func list(_ sign: String, _ texts: [String], _ more: Int) -> [Self] {
      texts.map { Self(text: "\(sign) \($0)") }
        + (more > 0 ? [Self("reason.more", ["sign": .text(sign), "count": .count(more)])] : [])
    }
    let words = Self(
      "reason.items",
      [
        "from": .count(items.before), "to": .count(items.after),
        "list": .list(
          list("-", items.removed, items.removedMore) + list("+", items.added, items.addedMore)),
      ])
    return [place: .text(name), "change": .phrase(words)]
  }

  // MARK: - Checks

  /// What a check found.
  package init(_ result: CheckResult) {
    guard let finding = result.finding else {
      self =
        result.rows.map { Self("finding.rowsOf", ["count": .count(result.failures), "rows": .count($0)]) }
        ?? Self("finding.rows", ["count": .count(result.failures)])
      return
    }
    switch finding {
    case .tooFewRows(let rows, let bound):
      self.init("finding.tooFew", ["rows": .count(rows), "bound": .count(bound)])
    case .tooManyRows(let rows, let bound):
      self.init("finding.tooMany", ["rows": .count(rows), "bound": .count(bound)])
    case .columns(let differences):
      self.init("finding.columns", ["count": .count(differences.count), "list": .list(differences.map(Self.words))])
    case .change(let what, let before, let after, let allowed): self = Self.change(what, before, after, allowed)
    case .notCompared(let what, let obstacle):
      let why =
        switch obstacle {
        case .damaged(let detail): Self("finding.damaged", ["detail": .text(detail)])
        case .noOutput(let name): Self("finding.noOutput", ["name": .text(name)])
        case .otherColumns(let detail): Self("finding.otherColumns", ["detail": .text(detail)])
        }
      self.init("finding.notCompared", ["what": Self.aggregate(what), "why": .phrase(why)])
    case .repeatedKeys(let count): self.init("finding.repeated", ["count": .count(count)])
    case .rejected(let count, let all, let allowed, let often):
      self.init(
        "finding.rejected",
        [
          "count": .count(count), "rows": .count(all), "allowed": .share(allowed),
          "share": .share(Double(count) / Double(max(1, all))),
          "list": .list(
            often.map {
              let words = RejectWording.phrases($0.reason)
              return Self("finding.often", ["what": .list(words), "count": .count($0.count)])
            }),
        ])
    case .tooOld(let column, let newest, let time, let base, let allowed):
      self.init(
        base == .run ? "finding.tooOld.run" : "finding.tooOld.asOf",
        [
          "name": .text(column), "newest": Self.time(newest), "age": .span((time - newest) / 1_000_000),
          "at": Self.time(time), "allowed": .span(allowed.seconds),
        ])
    case .noTime(let column, let base, let allowed):
      self.init(
        base == .run ? "finding.noTime.run" : "finding.noTime.asOf",
        ["name": .text(column), "allowed": .span(allowed.seconds)])
    case .sourceTooOld(let newest, let time, let allowed):
      self.init(
        "finding.sourceOld",
        [
          "age": .span((time - newest) / 1_000_000), "newest": Self.time(newest), "allowed": .span(allowed.seconds),
        ])
    case .sourceWithoutTime(let allowed): self.init("finding.sourceNoTime", ["allowed": .span(allowed.seconds)])
    case .words(let text): self.init(text: text)
    }
  }

  private static func time(_ microseconds: Int) -> Value { .time(Instant(microseconds: microseconds).description) }

  private static func aggregate(_ what: String?) -> Value {
    what.map { .text($0) } ?? .phrase(Self("finding.rowCount"))
  }

  private static func change(_ what: String?, _ before: Double, _ after: Double?, _ allowed: Double) -> Self {
    guard let after else { return Self("finding.noValue", ["what": aggregate(what), "before": .number(before)]) }
    let values = ["what": aggregate(what), "before": .number(before), "after": .number(after)]
    guard before != 0 else { return Self("finding.fromZero", values) }
    let more: [String: Value] = [
      "change": .change((after - before) / before.magnitude * 100), "allowed": .share(allowed / 100),
    ]
    return Self("finding.change", values.merging(more) { first, _ in first })
  }

  private static func words(_ difference: ColumnDifference) -> Self {
    switch difference {
    case .missing(let name, let type, let near):
      near.map { Self("finding.missingNear", ["name": .text(name), "type": .text(type), "near": .text($0)]) }
        ?? Self("finding.missing", ["name": .text(name), "type": .text(type)])
    case .otherType(let name, let promised, let made):
      Self("finding.otherType", ["name": .text(name), "promised": .text(promised), "made": .text(made)])
    case .extra(let name, let type): Self("finding.extra", ["name": .text(name), "type": .text(type)])
    }
  }
}
