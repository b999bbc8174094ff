/// Values as csv (RFC 4180).
enum CSVText {
  /// A field, in quotes where it must be.
  static func field(_ text: String) -> String {
    // By scalar, not by character: a comma with a mark behind it still ends a field.
    guard text.unicodeScalars.contains(where: { ",\"\n\r".unicodeScalars.contains($0) }) else { return text }
    var field = "\""
    for scalar in text.unicodeScalars {
      if scalar == "\"" { field.unicodeScalars.append(scalar) }
      field.unicodeScalars.append(scalar)
    }
    field.unicodeScalars.append("\"")
    return field
  }
}
