internal import JSON

/// A pipeline as people write it: short values on one line, comments before the parts.
struct PipelineText {
  /// What stands before everything.
  var heading: [String]
  /// What stands before each key of the top.
  var comments: [String: [String]]

  private static let width = 112

  func text(_ pipeline: JSON) -> String {
    var lines = heading.map { "// \($0)" } + ["{"]
    let members = pipeline.object ?? []
    for (index, member) in members.enumerated() {
      lines += (comments[member.key] ?? []).map { "  // \($0)" }
      let end = index + 1 < members.count ? "," : ""
      lines.append("  \(JSON.string(member.key).text()): \(Self.lay(member.value, 2, member.key.count + 6))\(end)")
    }
    return lines.joined(separator: "\n") + "\n}\n"
  }

  /// A value laid out behind `indent` blanks, `used` characters of the first line being taken.
  private static func lay(_ value: JSON, _ indent: Int, _ used: Int) -> String {
    let short = inline(value)
    if indent + used + short.count < width, value.object?.isEmpty ?? true || indent > 2 { return short }
    let blanks = String(repeating: " ", count: indent + 2)
    let close = String(repeating: " ", count: indent)
    switch value {
    case .array(let elements) where !elements.isEmpty:
      let lines = elements.map { blanks + lay($0, indent + 2, 0) }
      return "[\n\(lines.joined(separator: ",\n"))\n\(close)]"
    case .object(let members) where !members.isEmpty:
      let lines = members.map { member in
        "\(blanks)\(JSON.string(member.key).text()): \(lay(member.value, indent + 2, member.key.count + 4))"
      }
      return "{\n\(lines.joined(separator: ",\n"))\n\(close)}"
    default: return short
    }
  }

  private static func inline(_ value: JSON) -> String {
    switch value {
    case .array(let elements): "[\(elements.map(inline).joined(separator: ", "))]"
    case .object(let members) where !members.isEmpty:
      "{ \(members.map { "\(JSON.string($0.key).text()): \(inline($0.value))" }.joined(separator: ", ")) }"
    default: value.text()
    }
  }
}
