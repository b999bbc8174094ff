/// Counts the rows and cells of a sheet's XML: the elements `row` and `c`. A `<` in a text is written as `&lt;`.
struct SheetCounter {
  private(set) var rows = 0
  private(set) var cells = 0
  /// What an element's name can still become.
  private enum State {
    case outside, opened, cell, r, ro, row
  }
  private var state = State.outside

  /// Takes more of the sheet.
  mutating func add(_ bytes: UnsafeRawBufferPointer) {
    var (state, rows, cells) = (self.state, self.rows, self.cells)
    for byte in bytes {
      if byte == UInt8(ascii: "<") {
        state = .opened
        continue
      }
      switch state {
      case .outside: continue
      case .opened: state = byte == UInt8(ascii: "c") ? .cell : byte == UInt8(ascii: "r") ? .r : .outside
      case .cell:
        if byte == UInt8(ascii: " ") { cells += 1 }
        state = .outside
      case .r: state = byte == UInt8(ascii: "o") ? .ro : .outside
      case .ro: state = byte == UInt8(ascii: "w") ? .row : .outside
      case .row:
        if byte == UInt8(ascii: " ") { rows += 1 }
        state = .outside
      }
    }
    (self.state, self.rows, self.cells) = (state, rows, cells)
  }
}
