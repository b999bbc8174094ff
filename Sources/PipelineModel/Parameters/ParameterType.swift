public import JSON

/// What values a parameter takes.
public enum ParameterType: Sendable {
  case boolean
  case text
  case choice([String])
  case integer(ClosedRange<Int>)
  case number(ClosedRange<Double>)
  /// `auto` or a date `YYYY-MM-DD`.
  case dateOrAuto
  /// `auto` or a whole number.
  case integerOrAuto(ClosedRange<Int>)
  /// Two whole numbers, the first not above the second.
  case integerRange(ClosedRange<Int>)
  case texts
  case numbers
  /// `1 month`, `2 weeks`, `30 days`.
  case period
  /// `never` or a period.
  case periodOrNever
  /// `50%` or a date.
  case shareOrDate
  /// `cumulative`, or `rolling N months`.
  case window
  /// The name of a built-in grid or an array of rules.
  case grid
  /// Objects with a name, changes in per cent, and at most one of segment and cohort.
  case scenarios

  /// What a value of this type looks like, for messages.
  public var words: String {
    switch self {
    case .boolean: "true or false"
    case .text: "a text"
    case .choice(let values): "one of " + values.map { "\"\($0)\"" }.joined(separator: ", ")
    case .integer(let range): "a whole number from \(range.lowerBound) to \(range.upperBound)"
    case .number(let range): "a number from \(range.lowerBound) to \(range.upperBound)"
    case .dateOrAuto: "\"auto\" or a date such as \"2011-12-10\""
    case .integerOrAuto(let range): "\"auto\" or a whole number from \(range.lowerBound) to \(range.upperBound)"
    case .integerRange(let range):
      "two whole numbers from \(range.lowerBound) to \(range.upperBound), the smaller first, such as [2, 10]"
    case .texts: "an array of texts"
    case .numbers: "an array of numbers, ascending"
    case .period: "a period such as \"1 month\", \"2 weeks\" or \"30 days\""
    case .periodOrNever: "\"never\" or a period such as \"3 months\" or \"30 days\""
    case .shareOrDate: "a share such as \"50%\" or a date such as \"2011-06-01\""
    case .window: "\"cumulative\" or such as \"rolling 6 months\""
    case .grid:
      "one of " + SegmentGrid.names.map { "\"\($0)\"" }.joined(separator: ", ")
        + " or an array of rules such as { \"segment\": \"champions\", \"r\": [4, 5], \"f\": [4, 5] }"
    case .scenarios:
      "an array of scenarios such as { \"name\": \"win_back\", \"retention\": 10, \"margin\": 0, \"discount\": 5 }, in per "
        + "cent, each with a name of its own and at most one of \"segment\" and \"cohort\" (\"2011-01\")"
    }
  }

  /// Whether a value is of this type.
  public func accepts(_ value: JSON) -> Bool {
    switch self {
    case .boolean: value.bool != nil
    case .text: value.string != nil
    case .choice(let values): value.string.map(values.contains) ?? false
    case .integer(let range): value.int.map(range.contains) ?? false
    case .number(let range): value.double.map(range.contains) ?? false
    case .dateOrAuto: value == "auto" || value.string.map(Self.isDate) ?? false
    case .integerOrAuto(let range): value == "auto" || value.int.map(range.contains) ?? false
    case .integerRange(let range):
      if let pair = value.array, pair.count == 2, let low = pair[0].int, let high = pair[1].int {
        range.contains(low) && range.contains(high) && low <= high
      } else {
        false
      }
    case .texts: value.array.map { $0.allSatisfy { $0.string != nil } } ?? false
    case .numbers:
      value.array.map { list in
        let numbers = list.compactMap(\.double)
        return numbers.count == list.count && zip(numbers, numbers.dropFirst()).allSatisfy { $0 < $1 }
      } ?? false
    case .period: value.string.map { Self.isPeriod($0[...]) } ?? false
    case .periodOrNever: value.string.map { $0 == "never" || Self.isPeriod($0[...]) } ?? false
    case .shareOrDate: value.string.map { Self.isDate($0) || Self.isShare($0) } ?? false
    case .window:
      value == "cumulative"
        || value.string.map { $0.hasPrefix("rolling ") && Self.isMonths($0.dropFirst("rolling ".count)) } ?? false
    case .grid:
      value.string.map(SegmentGrid.names.contains) ?? value.array.map { !$0.isEmpty } ?? false
    case .scenarios: value.array.map(Self.areScenarios) ?? false
    }
  }

  /// The type as JSON Schema.
  public var schema: JSON {
    switch self {
    case .boolean: return ["type": "boolean"]
    case .text: return ["type": "string"]
    case .choice(let values): return ["enum": .array(values.map { .string($0) })]
    case .integer(let range):
      return ["type": "integer", "minimum": .int(range.lowerBound), "maximum": .int(range.upperBound)]
    case .number(let range):
      return ["type": "number", "minimum": .double(range.lowerBound), "maximum": .double(range.upperBound)]
    case .dateOrAuto: return ["type": "string", "pattern": "^(auto|\\d{4}-\\d{2}-\\d{2})$"]
    case .integerOrAuto(let range):
      return [
        "anyOf": [
          ["const": "auto"],
          ["type": "integer", "minimum": .int(range.lowerBound), "maximum": .int(range.upperBound)],
        ]
      ]
    case .integerRange(let range):
      return [
        "type": "array", "minItems": 2, "maxItems": 2,
        "items": ["type": "integer", "minimum": .int(range.lowerBound), "maximum": .int(range.upperBound)],
      ]
    case .texts: return ["type": "array", "items": ["type": "string"]]
    case .numbers: return ["type": "array", "items": ["type": "number"]]
    case .period: return ["type": "string", "pattern": "^[1-9]\\d{0,3} (day|week|month)s?$"]
    case .periodOrNever: return ["type": "string", "pattern": "^(never|[1-9]\\d{0,3} (day|week|month)s?)$"]
    case .shareOrDate: return ["type": "string", "pattern": "^([1-9]\\d?%|\\d{4}-\\d{2}-\\d{2})$"]
    case .window:
      return ["type": "string", "pattern": "^(cumulative|rolling (1200|1[01]\\d\\d|[1-9]\\d{0,2}) months?)$"]
    case .grid: return Self.gridSchema
    case .scenarios: return Self.scenariosSchema
    }
  }

  private static let gridSchema: JSON = {
    let bounds: JSON = [
      "anyOf": [
        ["type": "integer", "minimum": 1, "maximum": 10],
        [
          "type": "array", "minItems": 2, "maxItems": 2, "items": ["type": "integer", "minimum": 1, "maximum": 10],
        ],
      ]
    ]
    return [
      "anyOf": [
        ["enum": .array(SegmentGrid.names.map { .string($0) })],
        [
          "type": "array", "minItems": 1,
          "items": [
            "type": "object", "required": ["segment"], "additionalProperties": false,
            "properties": [
              "segment": ["type": "string", "pattern": "^[a-z][a-z0-9_]*$"], "r": bounds, "f": bounds, "m": bounds,
            ],
          ],
        ],
      ]
    ]
  }()

  // MARK: - Forms of text

  private static func isDate(_ text: String) -> Bool {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0].count == 4, parts[1].count == 2, parts[2].count == 2,
      parts.allSatisfy({ $0.allSatisfy { $0.isASCII && $0.isNumber } }), let year = Int(parts[0]),
      let month = Int(parts[1]), let day = Int(parts[2]), (1...12).contains(month), day >= 1
    else { return false }
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    return day <= days[month - 1]
  }

  private static func isShare(_ text: String) -> Bool {
    guard text.hasSuffix("%"), let share = Int(text.dropLast()) else { return false }
    return (1...99).contains(share)
  }

  private static func isPeriod(_ text: Substring) -> Bool {
    isSpan(text, upTo: 9999, of: ["day", "days", "week", "weeks", "month", "months"])
  }

  /// A hundred years are as long as a window can be.
  private static func isMonths(_ text: Substring) -> Bool { isSpan(text, upTo: 1200, of: ["month", "months"]) }

  private static func isSpan(_ text: Substring, upTo most: Int, of units: [Substring]) -> Bool {
    let parts = text.split(separator: " ", omittingEmptySubsequences: false)
    guard parts.count == 2, let count = Int(parts[0]), (1...most).contains(count) else { return false }
    return units.contains(parts[1])
  }
}
