internal import CDigest

/// HMAC-SHA-256 (RFC 2104) under one key, ready for many messages: the key's blocks are digested once.
///
/// It does not give the key back, in no form.
public struct HMAC: Sendable {
  private let inner: palier_sha256
  private let outer: palier_sha256

  /// Prepares a key; one longer than a block stands for its digest, as the RFC has it.
  public init(key: [UInt8]) {
    var block = [UInt8](repeating: 0, count: 64)
    var short = key
    if key.count > block.count {
      var digest = palier_sha256()
      palier_sha256_init(&digest)
      palier_sha256_update(&digest, key, key.count)
      short = [UInt8](repeating: 0, count: 32)
      palier_sha256_final(&digest, &short)
    }
    block.replaceSubrange(0..<short.count, with: short)
    inner = Self.started(block.map { $0 ^ 0x36 })
    outer = Self.started(block.map { $0 ^ 0x5c })
  }

  private static func started(_ block: [UInt8]) -> palier_sha256 {
    var state = palier_sha256()
    palier_sha256_init(&state)
    palier_sha256_update(&state, block, block.count)
    return state
  }

  /// Writes the code of a message as 64 hexadecimal digits, in small letters.
  ///
  /// - Parameters:
  ///   - digits: at least 64 bytes.
  public func write(_ message: UnsafeRawBufferPointer, to digits: UnsafeMutableRawBufferPointer) {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 32) { code in
      guard let bytes = code.baseAddress else { return }
      var state = inner
      if let base = message.baseAddress { palier_sha256_update(&state, base, message.count) }
      palier_sha256_final(&state, bytes)
      state = outer
      palier_sha256_update(&state, bytes, 32)
      palier_sha256_final(&state, bytes)
      for index in 0..<32 {
        digits[2 * index] = Self.digit(bytes[index] >> 4)
        digits[2 * index + 1] = Self.digit(bytes[index] & 15)
      }
    }
  }

  @inline(__always)
  private static func digit(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 + value : 0x57 + value }

  /// The code of a text's UTF-8 as 64 hexadecimal digits.
  public func hex(_ text: String) -> String {
    var digits = [UInt8](repeating: 0, count: 64)
    digits.withUnsafeMutableBytes { target in Array(text.utf8).withUnsafeBytes { write($0, to: target) } }
    return String(decoding: digits, as: UTF8.self)
  }
}
