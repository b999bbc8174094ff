import CDuckDB

/// A function of one text, written in Swift, that SQL can call. NULL gives NULL.
///
/// The engine calls it from any of its threads. Equal texts must give equal results: of equal texts in a row it asks
/// once, and the engine may leave calls out.
public enum TextFunction: Sendable {
  /// Gives a text: `body` writes at most `capacity` bytes and says how many.
  case text(capacity: Int, @Sendable (UnsafeRawBufferPointer, UnsafeMutableRawBufferPointer) -> Int)
  /// Gives true or false.
  case truth(@Sendable (UnsafeRawBufferPointer) -> Bool)
}

extension Connection {
  /// Makes a function visible to the SQL of this connection's database, under a name that nothing else has.
  /// - Throws: ``DuckDBError`` where the engine refuses it.
  public func register(_ name: String, _ function: TextFunction) throws {
    var handle = duckdb_create_scalar_function()
    defer { duckdb_destroy_scalar_function(&handle) }
    duckdb_scalar_function_set_name(handle, name)
    try LogicalType.varchar.withEngineType { duckdb_scalar_function_add_parameter(handle, $0) }
    let result: LogicalType = if case .text = function { .varchar } else { .boolean }
    try result.withEngineType { duckdb_scalar_function_set_return_type(handle, $0) }
    // The engine holds the function from here on, and lets it go with its database.
    duckdb_scalar_function_set_extra_info(
      handle, Unmanaged.passRetained(FunctionBox(function)).toOpaque(),
      { box in if let box { Unmanaged<FunctionBox>.fromOpaque(box).release() } })
    duckdb_scalar_function_set_function(
      handle,
      { info, input, output in
        guard let box = duckdb_scalar_function_get_extra_info(info) else { return }
        Unmanaged<FunctionBox>.fromOpaque(box).takeUnretainedValue().apply(input, output)
      })
    guard duckdb_register_scalar_function(self.handle.pointer, handle) == 0 else {
      throw DuckDBError(.misuse, "The engine refused the function \(name).", while: "registering a function")
    }
  }
}

/// What the engine holds of a function.
private final class FunctionBox: Sendable {
  private let function: TextFunction

  init(_ function: TextFunction) { self.function = function }

  /// Computes a chunk's results.
  func apply(_ input: duckdb_data_chunk?, _ output: duckdb_vector?) {
    let count = Int(duckdb_data_chunk_get_size(input))
    let column = duckdb_data_chunk_get_vector(input, 0)
    guard count > 0, let data = duckdb_vector_get_data(column) else { return }
    let texts = UnsafeRawPointer(data).assumingMemoryBound(to: EngineText.self)
    let validity = duckdb_vector_get_validity(column)
    func isNull(_ row: Int) -> Bool { validity.map { $0[row >> 6] & (1 << UInt64(row & 63)) == 0 } ?? false }
    let target = ColumnTarget(name: "result", type: .varchar, vector: output, start: 0)
    switch function {
    case .truth(let body):
      let results = target.storage(Bool.self)
      for row in 0..<count {
        if isNull(row) { target.setNull(row) } else { results[row] = texts[row].withBytes(body) }
      }
    case .text(let capacity, let body):
      withUnsafeTemporaryAllocation(byteCount: capacity, alignment: 16) { buffer in
        var (last, length) = (-1, 0)
        for row in 0..<count {
          if isNull(row) {
            target.setNull(row)
            continue
          }
          if last < 0 || !texts[row].isEqual(texts[last]) {
            length = texts[row].withBytes { body($0, buffer) }
            last = row
          }
          target.setBytes(row, UnsafeBufferPointer(rebasing: buffer.bindMemory(to: UInt8.self)[..<length]))
        }
      }
    }
  }
}

extension EngineText {
  fileprivate func isEqual(_ other: EngineText) -> Bool {
    guard length == other.length, prefix == other.prefix else { return false }
    return length <= 12 ? address == other.address : withBytes { own in other.withBytes { own.elementsEqual($0) } }
  }
}
