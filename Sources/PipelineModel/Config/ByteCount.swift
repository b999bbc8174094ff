/// Amounts of bytes as people write them.
public enum ByteCount {
  /// The bytes of a text such as `10GB`, `500 MB` or `1.5GiB`; nil where it is none.
  public static func parse(_ text: String) -> Int? {
    let units: [(String, Double)] = [
      ("KiB", 1024), ("MiB", 1_048_576), ("GiB", 1_073_741_824), ("TiB", 1_099_511_627_776), ("kB", 1e3), ("KB", 1e3),
      ("MB", 1e6), ("GB", 1e9), ("TB", 1e12), ("B", 1),
    ]
    for (unit, factor) in units where text.hasSuffix(unit) {
      let number = text.dropLast(unit.count).filter { $0 != " " }
      guard let value = Double(number), value >= 0, value * factor < 9e18 else { return nil }
      return Int(value * factor)
    }
    return nil
  }
}
