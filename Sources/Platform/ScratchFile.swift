internal import Glibc

/// Bytes on disk instead of in memory: written once from the front, then lent. The file has no name while it lives, so
/// nothing is left of it, whatever ends the program.
///
/// One thread writes; once `seal` has returned any thread may borrow.
public final class ScratchFile: @unchecked Sendable {
  /// Bytes written so far.
  public private(set) var size = 0

  private let path: String
  private var descriptor: Int32
  private var buffer: [UInt8] = []
  private var address: UnsafeMutableRawPointer?
  private static let lot = 1 << 20

  /// Opens a file in a folder.
  /// - Throws: `FileError`.
  public init(in folder: String) throws(FileError) {
    path = "\(folder)/.scratch-\(UInt64.random(in: 0...UInt64.max))"
    descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    if descriptor < 0 { throw FileError("write", path) }
    unlink(path)
    buffer.reserveCapacity(Self.lot)
  }

  deinit {
    if let address { munmap(address, size) }
    if descriptor >= 0 { close(descriptor) }
  }

  /// Adds bytes at the end.
  /// - Precondition: not sealed.
  /// - Throws: `FileError`, as where the disk is full.
  public func append(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
    precondition(address == nil && descriptor >= 0, "sealed")
    buffer.append(contentsOf: bytes)
    size += bytes.count
    if buffer.count >= Self.lot { try flush() }
  }

  /// Ends writing and begins lending.
  /// - Throws: `FileError`.
  public func seal() throws(FileError) {
    try flush()
    buffer = []
    guard size > 0 else { return }
    guard let mapped = mmap(nil, size, PROT_READ, MAP_SHARED, descriptor, 0), mapped != MAP_FAILED else {
      throw FileError("read", path)
    }
    address = mapped
  }

  /// Lends bytes, whose pages are given back afterwards.
  /// - Precondition: sealed, and the bytes were written.
  public func withBytes<Result>(_ range: Range<Int>, _ body: (UnsafeRawBufferPointer) throws -> Result) rethrows
    -> Result
  {
    precondition(range.lowerBound >= 0 && range.upperBound <= size, "\(range) of \(size) bytes")
    guard let address, !range.isEmpty else { return try body(UnsafeRawBufferPointer(start: nil, count: 0)) }
    defer {
      let page = Int(getpagesize())
      let first = range.lowerBound / page * page
      madvise(address + first, range.upperBound - first, MADV_DONTNEED)
    }
    return try body(UnsafeRawBufferPointer(start: address + range.lowerBound, count: range.count))
  }

  private func flush() throws(FileError) {
    let count = buffer.count
    var done = 0
    while done < count {
      let written = buffer.withUnsafeBytes { write(descriptor, $0.baseAddress.map { $0 + done }, count - done) }
      if written < 0 {
        if errno == EINTR { continue }
        throw FileError("write", path)
      }
      done += written
    }
    buffer.removeAll(keepingCapacity: true)
  }
}
