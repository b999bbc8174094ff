/// The texts of a chunk whose columns are all VARCHAR, to be read by any thread without making strings of them.
public final class ChunkTexts: @unchecked Sendable {
  // Nothing of it changes once it is made.
  /// The number of rows.
  public let count: Int
  private let chunk: Chunk
  private let columns: [TextColumn]

  /// Lends the texts of a chunk.
  /// - Throws: ``DuckDBError`` where a column holds something else.
  public init(_ chunk: Chunk) throws {
    self.chunk = chunk
    count = chunk.count
    columns = try chunk.names.indices.map { index in
      let column = chunk.column(index)
      guard column.type == .varchar else { throw column.mismatch("text") }
      return column.texts
    }
  }

  /// Lends the texts of some rows to `body`: called for each row and column, rows first, with nil for NULL.
  public func forEach(
    rows: Range<Int>, startRow: (Int) -> Void, _ body: (_ column: Int, _ text: UnsafeRawBufferPointer?) -> Void
  ) {
    columns.withUnsafeBufferPointer { columns in
      for row in rows {
        startRow(row)
        for index in columns.indices { columns[index].lend(row) { body(index, $0) } }
      }
    }
  }
}

/// Where the engine keeps the texts of a column.
struct TextColumn {
  let elements: UnsafeBufferPointer<EngineText>
  let validity: UnsafePointer<UInt64>?

  @inline(__always)
  func lend(_ row: Int, _ body: (UnsafeRawBufferPointer?) -> Void) {
    if let validity, validity[row >> 6] >> UInt64(row & 63) & 1 == 0 { return body(nil) }
    let text = elements.baseAddress.map { UnsafeRawPointer($0 + row) }
    guard let text else { return body(nil) }
    let length = Int(text.loadUnaligned(as: UInt32.self))
    // Twelve bytes or fewer stand in place, else behind an address.
    let start =
      length <= 12
      ? text + 4 : UnsafeRawPointer(bitPattern: UInt(text.loadUnaligned(fromByteOffset: 8, as: UInt64.self)))
    body(UnsafeRawBufferPointer(start: start, count: length))
  }
}
