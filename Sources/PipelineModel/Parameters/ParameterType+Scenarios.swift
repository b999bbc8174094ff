internal import JSON

/// Scenarios: named sets of changes in per cent, for all customers, a segment or a cohort.
extension ParameterType {
  static let scenariosSchema: JSON = [
    "type": "array",
    "items": [
      "type": "object", "required": ["name"], "additionalProperties": false,
      "properties": [
        "name": ["type": "string", "minLength": 1],
        "retention": ["type": "number", "minimum": -100, "maximum": 1000],
        "margin": ["type": "number", "minimum": -100, "maximum": 1000],
        "discount": ["type": "number", "minimum": 0, "maximum": 100],
        "segment": ["type": "string", "pattern": "^[a-z][a-z0-9_]*$"],
        "cohort": ["type": "string", "pattern": "^\\d{4}-(0[1-9]|1[0-2])$"],
      ],
      "not": ["required": ["segment", "cohort"]],
    ],
  ]

  static func areScenarios(_ list: [JSON]) -> Bool {
    let names = list.compactMap { $0["name"]?.string }
    return names.count == list.count && Set(names).count == names.count && list.allSatisfy(isScenario)
  }

  private static func isScenario(_ value: JSON) -> Bool {
    guard let members = value.object, value["segment"] == nil || value["cohort"] == nil else { return false }
    return members.allSatisfy { member in
      switch member.key {
      case "name": member.value.string.map { !$0.isEmpty } ?? false
      case "retention", "margin": member.value.double.map { (-100...1000).contains($0) } ?? false
      case "discount": member.value.double.map { (0...100).contains($0) } ?? false
      case "segment": member.value.string.map(SQLStageFile.isIdentifier) ?? false
      case "cohort": member.value.string.map(isMonth) ?? false
      default: false
      }
    }
  }

  private static func isMonth(_ text: String) -> Bool {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 2, parts[0].count == 4, parts[1].count == 2, Int(parts[0]) != nil, let month = Int(parts[1])
    else { return false }
    return (1...12).contains(month)
  }
}
