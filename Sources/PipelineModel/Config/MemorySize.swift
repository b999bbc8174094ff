/// Amounts of memory as people write them in a config, in the engine's own units.
public enum MemorySize {
  private static let units: [(name: String, bytes: Double)] = [
    ("GiB", 1_073_741_824), ("MiB", 1_048_576), ("GB", 1e9), ("MB", 1e6), ("KB", 1e3),
  ]

  /// What the schema says of such a text.
  public static let pattern = "^\\d+(\\.\\d+)? ?(GB|MB|KB|GiB|MiB)$"

  /// Bytes of `4GB`, `500 MiB`; nil where the text is none, or nothing.
  public static func bytes(_ text: String) -> Int? {
    for unit in units where text.hasSuffix(unit.name) {
      var digits = text.dropLast(unit.name.count)
      if digits.hasSuffix(" ") { digits.removeLast() }
      // As the schema has it: neither signs nor exponents, and a digit at both ends.
      guard digits.utf8.allSatisfy({ (48...57).contains($0) || $0 == 46 }), digits.first != ".", digits.last != ".",
        let number = Double(digits), number > 0
      else { return nil }
      let bytes = (number * unit.bytes).rounded()
      // A petabyte is more than any machine has; sums of a few are still numbers.
      return bytes <= 1e15 ? Int(bytes) : nil
    }
    return nil
  }

  /// An amount as the engine reads it.
  public static func text(_ bytes: Int) -> String { "\(max(1, bytes / 1000))KB" }
}
