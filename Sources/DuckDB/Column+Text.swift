extension Column {
  /// Appends the bytes of all texts, one after the other, without making strings of them; NULLs add nothing.
  /// - Throws: ``DuckDBError`` where the column holds something else.
  public func appendText(to bytes: inout [UInt8]) throws {
    guard type == .varchar else { throw mismatch("text") }
    for (index, text) in elements(EngineText.self).enumerated() where !isNull(index) {
      text.withBytes { bytes.append(contentsOf: $0) }
    }
  }
}
