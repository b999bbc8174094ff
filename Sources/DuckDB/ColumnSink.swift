/// Where decoded values go: an array without NULLs, or one with. Decoders are generic over it, so that each has one
/// body and is compiled for both.
protocol ColumnSink<Element> {
  associatedtype Element

  /// Takes the values of a column that stores them just as `Element`.
  mutating func copy(_ column: Column) throws

  /// Takes the values of a column that stores them as `Physical`, through `convert`, which gives nil for a value that
  /// is no `Element`.
  mutating func take<Physical>(
    _ column: Column, _: Physical.Type, _ convert: (Physical) -> Element?
  ) throws
}

/// Appends to an array; a NULL is an error.
struct StrictSink<Element>: ColumnSink {
  var array: [Element]

  @inline(__always)
  mutating func copy(_ column: Column) throws {
    if let null = column.firstNull { throw column.unexpectedNull(null) }
    array.append(contentsOf: column.elements(Element.self))
  }

  @inline(__always)
  mutating func take<Physical>(
    _ column: Column, _: Physical.Type, _ convert: (Physical) -> Element?
  ) throws {
    if let null = column.firstNull { throw column.unexpectedNull(null) }
    let source = column.elements(Physical.self)
    for index in source.indices {
      guard let value = convert(source[index]) else { throw column.outOfRange(index, source[index], "\(Element.self)") }
      array.append(value)
    }
  }
}

/// Appends to an array, NULLs as nil.
struct NullableSink<Element>: ColumnSink {
  var array: [Element?]

  @inline(__always)
  mutating func copy(_ column: Column) throws { try take(column, Element.self) { $0 } }

  @inline(__always)
  mutating func take<Physical>(
    _ column: Column, _: Physical.Type, _ convert: (Physical) -> Element?
  ) throws {
    let source = column.elements(Physical.self)
    for index in source.indices {
      guard !column.isNull(index) else {
        array.append(nil)
        continue
      }
      guard let value = convert(source[index]) else { throw column.outOfRange(index, source[index], "\(Element.self)") }
      array.append(value)
    }
  }
}
