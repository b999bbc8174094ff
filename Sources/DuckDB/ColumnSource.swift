/// Where values to be written come from: an array without NULLs, or one with.
protocol ColumnSource<Element> {
  associatedtype Element

  /// Puts the values into a column that stores them as `Physical`, through `convert`, which gives nil for a value that
  /// the column cannot hold.
  func put<Physical>(_ target: ColumnTarget, _: Physical.Type, _ convert: (Element) -> Physical?) throws

  /// Calls `body` with each value and its row; NULLs are marked in `target`.
  func forEach(_ target: ColumnTarget, _ body: (Int, Element) throws -> Void) rethrows
}

/// Values of which none is NULL.
struct StrictSource<Element>: ColumnSource {
  var values: ArraySlice<Element>

  @inline(__always)
  func put<Physical>(_ target: ColumnTarget, _: Physical.Type, _ convert: (Element) -> Physical?) throws {
    let storage = target.storage(Physical.self)
    for (row, value) in values.enumerated() {
      guard let stored = convert(value) else { throw target.outOfRange(value) }
      storage[row] = stored
    }
  }

  @inline(__always)
  func forEach(_ target: ColumnTarget, _ body: (Int, Element) throws -> Void) rethrows {
    for (row, value) in values.enumerated() { try body(row, value) }
  }
}

/// Values of which nil is NULL.
struct NullableSource<Element>: ColumnSource {
  var values: ArraySlice<Element?>

  @inline(__always)
  func put<Physical>(_ target: ColumnTarget, _: Physical.Type, _ convert: (Element) -> Physical?) throws {
    let storage = target.storage(Physical.self)
    for (row, value) in values.enumerated() {
      guard let value else {
        target.setNull(row)
        continue
      }
      guard let stored = convert(value) else { throw target.outOfRange(value) }
      storage[row] = stored
    }
  }

  @inline(__always)
  func forEach(_ target: ColumnTarget, _ body: (Int, Element) throws -> Void) rethrows {
    for (row, value) in values.enumerated() {
      if let value { try body(row, value) } else { target.setNull(row) }
    }
  }
}

/// One value, not NULL.
struct SingleSource<Element>: ColumnSource {
  var value: Element

  @inline(__always)
  func put<Physical>(_ target: ColumnTarget, _: Physical.Type, _ convert: (Element) -> Physical?) throws {
    guard let stored = convert(value) else { throw target.outOfRange(value) }
    target.storage(Physical.self)[0] = stored
  }

  @inline(__always)
  func forEach(_ target: ColumnTarget, _ body: (Int, Element) throws -> Void) rethrows { try body(0, value) }
}
