internal import CMapping
internal import Glibc
internal import PipelineModel
internal import Platform

/// A file's bytes without copying them.
enum MappedFile {
  /// Maps a file while `body` works on its bytes.
  /// - Throws: `FileError`, `StageFailure` where the file was cut short meanwhile, or what `body` throws.
  static func withBytes<Result>(_ path: String, _ body: (UnsafeRawBufferPointer) throws -> Result) throws -> Result {
    try withPassing(path) { bytes, _ in try body(bytes) }
  }

  /// Maps a file while `body` works its way through, telling which bytes it has passed: those need no memory from then on,
  /// so that a file larger than the memory leaves room for all else. They can still be read, from the file again.
  /// - Throws: `FileError`, `StageFailure` where the file was cut short meanwhile, or what `body` throws.
  static func withPassing<Result>(
    _ path: String,
    _ body: (UnsafeRawBufferPointer, _ passed: @escaping @Sendable (Range<Int>) -> Void) throws -> Result
  ) throws -> Result {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileError("read", path) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw FileError("read", path) }
    guard status.st_size > 0 else { return try body(UnsafeRawBufferPointer(start: nil, count: 0), { _ in }) }
    let size = Int(status.st_size)
    guard let address = mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0), address != MAP_FAILED else {
      throw FileError("read", path)
    }
    defer { munmap(address, size) }
    madvise(address, size, MADV_SEQUENTIAL)
    nonisolated(unsafe) let start = address
    let page = Int(getpagesize())
    let guarded = palier_mapping_begin(address, size)
    let result = Swift.Result {
      try body(UnsafeRawBufferPointer(start: address, count: size)) { passed in
        let first = passed.lowerBound / page * page
        let count = passed.upperBound / page * page - first
        if count > 0 { madvise(start + first, count, MADV_DONTNEED) }
      }
    }
    if palier_mapping_end(guarded) != 0 {
      var failure = StageFailure(
        "\(Paths.shown(path)) was cut short while it was read", mend: "run again once it is complete")
      failure.mayPass = true
      throw failure
    }
    return try result.get()
  }
}

extension MappedFile {
  /// The first place of a byte from `start` on, or nil.
  static func index(of byte: UInt8, in bytes: UnsafeRawBufferPointer, from start: Int) -> Int? {
    guard let base = bytes.baseAddress, start < bytes.count,
      let found = memchr(base + start, Int32(byte), bytes.count - start)
    else { return nil }
    return UnsafeRawPointer(found) - base
  }
}
