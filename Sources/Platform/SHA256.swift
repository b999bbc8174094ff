internal import CDigest
internal import Glibc

/// SHA-256 (FIPS 180-4), with the processor's own instructions where it has them.
public struct SHA256 {
  private var state = palier_sha256()

  /// Starts a digest.
  public init() { palier_sha256_init(&state) }

  /// Adds bytes.
  public mutating func update(_ bytes: UnsafeRawBufferPointer) {
    if let base = bytes.baseAddress { palier_sha256_update(&state, base, bytes.count) }
  }

  /// Adds bytes.
  public mutating func update(_ bytes: [UInt8]) {
    bytes.withUnsafeBytes { update($0) }
  }

  /// Ends the digest: 64 hexadecimal digits.
  public consuming func finish() -> String {
    var out = [UInt8](repeating: 0, count: 32)
    palier_sha256_final(&state, &out)
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    text.reserveCapacity(64)
    for byte in out {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// The digest of some bytes, as 64 hexadecimal digits.
  public static func hex(_ bytes: [UInt8]) -> String {
    var digest = SHA256()
    digest.update(bytes)
    return digest.finish()
  }

  /// The digest of a text's UTF-8, as 64 hexadecimal digits.
  public static func hex(_ text: String) -> String { hex(Array(text.utf8)) }

  /// The digest of a file's bytes, as 64 hexadecimal digits.
  /// - Throws: `FileError` where the file cannot be read, or a signal came.
  public static func hex(file path: String) throws(FileError) -> String {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileError("read", path) }
    defer { close(descriptor) }
    var digest = SHA256()
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 64)
    defer { buffer.deallocate() }
    while true {
      // A large file takes long; whoever presses Ctrl-C does not wait for it.
      if Interruption.signalNumber != nil { throw FileError("read", path, code: EINTR) }
      let count = read(descriptor, buffer.baseAddress, buffer.count)
      if count < 0 {
        if errno == EINTR { continue }
        throw FileError("read", path)
      }
      if count == 0 { return digest.finish() }
      digest.update(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
    }
  }
}
