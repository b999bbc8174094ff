extension SQL {
  /// A file to read, in single quotes: that very file, whatever its name.
  ///
  /// The engine's reading functions take `*`, `?` and `[` in a path for a pattern.
  public static func quoteFile(_ path: String) -> String { quoteLiteral(literal(path)) }

  /// A path as the engine's patterns write it.
  static func literal(_ path: String) -> String {
    guard path.utf8.contains(where: { "*?[".utf8.contains($0) }) else { return path }
    return String(path.unicodeScalars.flatMap { "*?[".unicodeScalars.contains($0) ? "[\($0)]" : "\($0)" })
  }

  /// The rows of all Parquet files of a folder.
  public static func readParquet(folder: String) -> String {
    "read_parquet(\(quoteLiteral(literal(folder) + "/*.parquet")), \(asWritten))"
  }

  /// The rows of Parquet files.
  ///
  /// - Parameters:
  ///   - options: further arguments of the engine's `read_parquet`, such as `filename = true`.
  public static func readParquet(_ files: [String], _ options: String...) -> String {
    let list = files.map(quoteFile).joined(separator: ", ")
    return "read_parquet(\((["[\(list)]", asWritten] + options).joined(separator: ", ")))"
  }

  /// The argument of the engine's reading functions by which a folder called `country=FR` on the way to a file gives its
  /// rows no column `country`, and takes the place of none.
  public static let asWritten = "hive_partitioning = false"
}
