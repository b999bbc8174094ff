import JSON

extension ReportModel.Phrase {
  /// A text as it stands, or the key of a label with its values.
  var json: JSON {
    guard let key else {
      if case .text(let text)? = values["text"] { return .string(text) }
      return ""
    }
    return [
      "key": .string(key),
      "values": .members(values.sorted { $0.key < $1.key }.map { ($0.key, $0.value.json) }),
    ]
  }
}

extension ReportModel.Phrase.Value {
  fileprivate var json: JSON {
    switch self {
    case .text(let text): .string(text)
    case .number(let number): .double(number)
    case .share(let share): ["share": .double(share)]
    case .change(let percent): ["change": .double(percent)]
    case .span(let seconds): ["seconds": .int(seconds)]
    case .time(let time): ["time": .string(time)]
    case .phrase(let phrase): phrase.json
    case .list(let phrases): .array(phrases.map(\.json))
    }
  }
}
