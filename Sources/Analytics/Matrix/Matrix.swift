/// A dense matrix of doubles, one observation per row, stored row after row.
public struct Matrix: Sendable, Equatable {
  /// Number of observations.
  public let rows: Int
  /// Number of features.
  public let columns: Int
  /// The values, row-major: element (r, c) is at `r * columns + c`.
  public var storage: [Double]

  /// A matrix over values already in row-major order.
  ///
  /// - Precondition: `storage.count == rows * columns`.
  public init(rows: Int, columns: Int, storage: [Double]) {
    precondition(
      rows >= 0 && columns >= 0 && storage.count == rows * columns,
      "\(storage.count) values cannot fill \(rows) × \(columns)")
    self.rows = rows
    self.columns = columns
    self.storage = storage
  }

  /// A matrix with every element equal to `value`.
  public init(rows: Int, columns: Int, repeating value: Double) {
    self.init(rows: rows, columns: columns, storage: [Double](repeating: value, count: rows * columns))
  }

  /// A matrix whose columns are the given arrays.
  ///
  /// - Precondition: all arrays have the same length.
  public init(columns arrays: [[Double]]) {
    let width = arrays.count
    let height = arrays.first?.count ?? 0
    precondition(arrays.allSatisfy { $0.count == height }, "columns differ in length")
    let values = [Double](unsafeUninitializedCapacity: width * height) { buffer, count in
      for (c, array) in arrays.enumerated() {
        array.withUnsafeBufferPointer { column in
          var position = c
          for value in column {
            buffer[position] = value
            position += width
          }
        }
      }
      count = width * height
    }
    self.init(rows: height, columns: width, storage: values)
  }

  /// The element of row `row` and column `column`.
  public subscript(row: Int, column: Int) -> Double {
    get {
      precondition(column >= 0 && column < columns, "column \(column) of \(columns)")
      return storage[row * columns + column]
    }
    set {
      precondition(column >= 0 && column < columns, "column \(column) of \(columns)")
      storage[row * columns + column] = newValue
    }
  }

  /// The values of one row, without copying.
  public func row(_ index: Int) -> ArraySlice<Double> {
    storage[index * columns..<(index + 1) * columns]
  }

  /// The values of one column.
  public func column(_ index: Int) -> [Double] {
    precondition(index >= 0 && index < columns, "column \(index) of \(columns)")
    return [Double](unsafeUninitializedCapacity: rows) { buffer, count in
      storage.withUnsafeBufferPointer { values in
        var position = index
        for r in 0..<rows {
          buffer[r] = values[position]
          position += columns
        }
      }
      count = rows
    }
  }

  /// The given rows, in the given order; a row may appear more than once.
  public func selecting(rows indices: [Int]) -> Matrix {
    let values = [Double](unsafeUninitializedCapacity: indices.count * columns) { buffer, count in
      var position = 0
      for index in indices {
        precondition(index >= 0 && index < rows, "row \(index) of \(rows)")
        for c in 0..<columns {
          buffer[position] = storage[index * columns + c]
          position += 1
        }
      }
      count = position
    }
    return Matrix(rows: indices.count, columns: columns, storage: values)
  }

  /// Whether every element is finite.
  public var isFinite: Bool {
    // x · 0 is 0 unless x is infinite or NaN: one multiplication and addition per element, no branch.
    storage.withUnsafeBufferPointer { values in
      var sums = SIMD8<Double>.zero
      var position = 0
      while position + 8 <= values.count {
        var x = SIMD8<Double>.zero
        for lane in 0..<8 { x[lane] = values[position + lane] }
        sums += x * 0
        position += 8
      }
      var sum = sums.sum()
      while position < values.count {
        sum += values[position] * 0
        position += 1
      }
      return sum == 0
    }
  }

  /// Refuses NaN and infinities, naming the first one's place.
  ///
  /// - Throws: `AnalyticsError` of kind `notFinite`.
  public func requireFinite() throws {
    guard !isFinite, let at = storage.firstIndex(where: { !$0.isFinite }) else { return }
    throw AnalyticsError(
      .notFinite, "row \(at / max(columns, 1)), column \(at % max(columns, 1)) is \(storage[at]), not a finite number")
  }
}
