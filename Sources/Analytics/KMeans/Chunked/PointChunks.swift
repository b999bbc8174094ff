/// Points that need not all be in memory: lent in chunks of rows, in any order and to any thread.
public struct PointChunks: Sendable {
  /// Rows of a chunk, unless told otherwise.
  public static let usualRows = 1 << 16

  /// Number of points.
  public let rows: Int
  /// Values of each.
  public let columns: Int
  private let rowsPerChunk: Int
  private let lend: @Sendable (Range<Int>, (UnsafeBufferPointer<Double>) -> Void) -> Void

  /// Number of chunks.
  public var count: Int { (rows + rowsPerChunk - 1) / rowsPerChunk }

  /// Points that `lend` gives out: for a range of rows, their values row by row.
  ///
  /// - Precondition: `lend` calls its body once, with as many values as the rows have, the same ones every time.
  public init(
    rows: Int, columns: Int, rowsPerChunk: Int = PointChunks.usualRows,
    lend: @escaping @Sendable (Range<Int>, (UnsafeBufferPointer<Double>) -> Void) -> Void
  ) {
    precondition(rows >= 0 && columns > 0 && rowsPerChunk > 0, "\(rows) × \(columns) by \(rowsPerChunk)")
    self.rows = rows
    self.columns = columns
    self.rowsPerChunk = rowsPerChunk
    self.lend = lend
  }

  /// The rows of a chunk.
  public func rows(of chunk: Int) -> Range<Int> {
    chunk * rowsPerChunk..<min(rows, (chunk + 1) * rowsPerChunk)
  }

  /// Lends the values of a chunk.
  public func withChunk(_ chunk: Int, _ body: (UnsafeBufferPointer<Double>) -> Void) { lend(rows(of: chunk), body) }
}
