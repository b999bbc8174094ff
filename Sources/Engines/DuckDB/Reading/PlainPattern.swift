/// Lines of ASCII without quotes that have as many fields as there should be.
struct PlainPattern: LinePattern {
  let fieldCount: Int
  let delimiter: UInt8

  func matches(_ line: UnsafeRawBufferPointer) -> Bool {
    var delimiters = 0
    var odd: UInt8 = 0
    for byte in line {
      delimiters &+= byte == delimiter ? 1 : 0
      odd |= byte & 0x80 | (byte == UInt8(ascii: "\"") ? 1 : 0)
    }
    return delimiters == fieldCount - 1 && odd == 0
  }
}
