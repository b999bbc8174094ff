/// Values as csv (RFC 4180).
enum CSVText {
  /// A field, in quotes where it must be.
  static func field(_ text: String) -> String {
    text.contains(where: { ",\"\n\r\r\n".contains($0) }) ? "\"" + text.replacing("\"", with: "\"\"") + "\"" : text
  }
}
