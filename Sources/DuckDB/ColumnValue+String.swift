/// A text or bytes as the engine stores them: 12 bytes or fewer in place, else by address.
struct EngineText {
  let length: UInt32
  let prefix: UInt32
  let address: UInt64

  /// Lends `body` the bytes.
  @inline(__always)
  func withBytes<T>(_ body: (UnsafeRawBufferPointer) -> T) -> T {
    if length <= 12 {
      return withUnsafeBytes(of: self) { body(UnsafeRawBufferPointer(rebasing: $0[4..<4 + Int(length)])) }
    }
    return body(UnsafeRawBufferPointer(start: UnsafeRawPointer(bitPattern: UInt(address)), count: Int(length)))
  }

  @inline(__always)
  var string: String { withBytes { String(decoding: $0, as: UTF8.self) } }
}

/// Read from VARCHAR, ENUM and UUID; written to VARCHAR.
extension String: ScalarColumnValue {
  @inline(__always)
  static func decode(_ column: Column, _ sink: inout some ColumnSink<String>) throws {
    switch column.type {
    case .varchar: try sink.take(column, EngineText.self) { $0.string }
    case .uuid: try sink.take(column, EngineUUID.self) { $0.text }
    case .enumeration(let texts):
      // Stored as the number of the text, as wide as the count of texts needs.
      switch texts.count {
      case ...255: try sink.take(column, UInt8.self) { texts[Int($0)] }
      case ...65_535: try sink.take(column, UInt16.self) { texts[Int($0)] }
      default: try sink.take(column, UInt32.self) { texts[Int($0)] }
      }
    default: throw column.mismatch("String")
    }
  }

  @inline(__always)
  static func encode(_ source: some ColumnSource<String>, to target: ColumnTarget) throws {
    guard target.type == .varchar else { throw target.mismatch("String") }
    source.forEach(target) { row, text in
      var text = text
      text.withUTF8 { target.setBytes(row, $0) }
    }
  }
}

/// A UUID as the engine stores it: 128 bits with the first one flipped, so that they sort as signed numbers.
struct EngineUUID {
  let lower: UInt64
  let upper: UInt64

  var text: String {
    let high = hexadecimal(upper ^ (1 << 63))
    let low = hexadecimal(lower)
    return "\(high.prefix(8))-\(high.dropFirst(8).prefix(4))-\(high.suffix(4))-\(low.prefix(4))-\(low.dropFirst(4))"
  }

  private func hexadecimal(_ word: UInt64) -> String {
    let digits = String(word, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
