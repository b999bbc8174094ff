/// Puts the numbers of rows where a byte 1 stands for them; a byte 2 begins a row, the first of which is the second of
/// its sheet.
struct RowNumbering {
  private(set) var bytes: [UInt8] = []
  private var row = 1
  private var digits: [UInt8] = []

  /// Adds rows.
  mutating func add(_ raw: [UInt8]) {
    bytes.reserveCapacity(bytes.count + raw.count * 5 / 4)
    raw.withUnsafeBufferPointer { raw in
      var from = 0
      for index in raw.indices where raw[index] < 3 {
        bytes.append(contentsOf: UnsafeBufferPointer(rebasing: raw[from..<index]))
        if raw[index] == 2 {
          row += 1
          digits = Array(String(row).utf8)
        } else {
          bytes.append(contentsOf: digits)
        }
        from = index + 1
      }
      bytes.append(contentsOf: UnsafeBufferPointer(rebasing: raw[from...]))
    }
  }

  /// Lends what is ready, and forgets it.
  mutating func take(_ body: (UnsafeRawBufferPointer) -> Void) {
    bytes.withUnsafeBytes { body($0) }
    bytes.removeAll(keepingCapacity: true)
  }
}
