internal import JSON

extension CheckFinding {
  /// The finding as JSON: `kind` and the facts that belong to it.
  var json: JSON {
    switch self {
    case .tooFewRows(let rows, let bound): ["kind": "too_few_rows", "rows": .int(rows), "bound": .int(bound)]
    case .tooManyRows(let rows, let bound): ["kind": "too_many_rows", "rows": .int(rows), "bound": .int(bound)]
    case .columns(let differences): ["kind": "columns", "columns": .array(differences.map(\.json))]
    case .change(let what, let before, let after, let allowed):
      [
        "kind": "change", "of": Self.text(what), "before": .double(before), "after": after.map { .double($0) } ?? nil,
        "allowed_percent": .double(allowed),
      ]
    case .notCompared(let what, let obstacle):
      switch obstacle {
      case .damaged(let detail):
        ["kind": "not_compared", "of": Self.text(what), "because": "damaged", "detail": .string(detail)]
      case .noOutput(let detail):
        ["kind": "not_compared", "of": Self.text(what), "because": "no_output", "detail": .string(detail)]
      case .otherColumns(let detail):
        ["kind": "not_compared", "of": Self.text(what), "because": "other_columns", "detail": .string(detail)]
      }
    case .repeatedKeys(let count): ["kind": "repeated_keys", "keys": .int(count)]
    case .rejected(let count, let all, let allowed, let often):
      [
        "kind": "rejected", "rejected": .int(count), "rows": .int(all), "allowed_share": .double(allowed),
        "often": .array(often.map { ["reason": .string($0.reason), "rows": .int($0.count)] }),
      ]
    case .tooOld(let column, let newest, let time, let base, let allowed):
      [
        "kind": "too_old", "column": .string(column), "newest": .int(newest), "at": .int(time),
        "base": .string(base.rawValue), "allowed_seconds": .int(allowed.seconds),
      ]
    case .noTime(let column, let base, let allowed):
      [
        "kind": "no_time", "column": .string(column), "base": .string(base.rawValue),
        "allowed_seconds": .int(allowed.seconds),
      ]
    case .sourceTooOld(let newest, let time, let allowed):
      [
        "kind": "source_too_old", "newest": .int(newest), "at": .int(time), "allowed_seconds": .int(allowed.seconds),
      ]
    case .sourceWithoutTime(let allowed):
      ["kind": "source_without_time", "allowed_seconds": .int(allowed.seconds)]
    case .words(let text): ["kind": "words", "text": .string(text)]
    }
  }

  /// Reads a finding back; nil where the JSON is none that is known.
  init?(json: JSON) {
    let allowed = json["allowed_seconds"]?.int.map { Age(seconds: $0) }
    let base = json["base"]?.string.flatMap(Base.init(rawValue:))
    switch json["kind"]?.string {
    case "too_few_rows"?, "too_many_rows"?:
      guard let rows = json["rows"]?.int, let bound = json["bound"]?.int else { return nil }
      self =
        json["kind"]?.string == "too_few_rows"
        ? .tooFewRows(rows, atLeast: bound) : .tooManyRows(rows, atMost: bound)
    case "columns"?:
      guard let columns = json["columns"]?.array else { return nil }
      self = .columns(columns.compactMap { ColumnDifference(json: $0) })
    case "change"?:
      guard let before = json["before"]?.double, let bound = json["allowed_percent"]?.double else { return nil }
      self = .change(of: json["of"]?.string, before: before, after: json["after"]?.double, allowed: bound)
    case "not_compared"?:
      guard let detail = json["detail"]?.string else { return nil }
      let obstacle: Obstacle =
        switch json["because"]?.string {
        case "no_output"?: .noOutput(detail)
        case "other_columns"?: .otherColumns(detail)
        default: .damaged(detail)
        }
      self = .notCompared(json["of"]?.string, obstacle)
    case "repeated_keys"?:
      guard let keys = json["keys"]?.int else { return nil }
      self = .repeatedKeys(keys)
    case "rejected"?:
      guard let count = json["rejected"]?.int, let rows = json["rows"]?.int,
        let share = json["allowed_share"]?.double
      else { return nil }
      let often = (json["often"]?.array ?? []).map { Often($0["reason"]?.string ?? "", $0["rows"]?.int ?? 0) }
      self = .rejected(count, of: rows, allowed: share, often: often)
    case "too_old"?:
      guard let column = json["column"]?.string, let newest = json["newest"]?.int, let time = json["at"]?.int,
        let base, let allowed
      else { return nil }
      self = .tooOld(column: column, newest: newest, at: time, base: base, allowed: allowed)
    case "no_time"?:
      guard let column = json["column"]?.string, let base, let allowed else { return nil }
      self = .noTime(column: column, base: base, allowed: allowed)
    case "source_too_old"?:
      guard let newest = json["newest"]?.int, let time = json["at"]?.int, let allowed else { return nil }
      self = .sourceTooOld(newest: newest, at: time, allowed: allowed)
    case "source_without_time"?:
      guard let allowed else { return nil }
      self = .sourceWithoutTime(allowed: allowed)
    case "words"?:
      guard let text = json["text"]?.string else { return nil }
      self = .words(text)
    default: return nil
    }
  }

  private static func text(_ text: String?) -> JSON { text.map { .string($0) } ?? nil }
}
