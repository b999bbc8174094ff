internal import PipelineModel
internal import Platform

/// A text file as a file in UTF-8 without compression: itself, or a copy in the stage's folder.
enum PlainText {
  /// The file's text in UTF-8, decompressed and decoded.
  ///
  /// - Parameters:
  ///   - file: the file.
  ///   - encoding: its encoding; nil for UTF-8, or what a byte order mark says.
  ///   - copy: where a copy is written, where one is needed.
  /// - Returns: the path of the text, and its encoding.
  /// - Throws: `StageFailure` where the file cannot be decompressed, `FileError`.
  static func path(
    _ file: SourceFile, _ encoding: TextEncoding?, copy: String, _ control: JobControl
  ) throws -> (path: String, encoding: TextEncoding) {
    try MappedFile.withPassing(file.path) { bytes, passed in
      try refuseArchives(bytes, file)
      let isPacked = Gzip.isGzip(bytes)
      if !isPacked {
        let found = encoding ?? byMark(bytes)
        if found == .utf8 { return (file.path, .utf8) }
        let writer = try FileWriter(copy)
        try decode(bytes, found, writer, control)
        try writer.close()
        return (copy, found)
      }
      let writer = try FileWriter(copy)
      var decoder: TextDecoder?
      var found = TextEncoding.utf8
      do {
        try Gzip.inflate(bytes, passed: passed) { lot in
          try control.checkCancelled()
          if decoder == nil {
            found = encoding ?? byMark(lot)
            decoder = TextDecoder(found)
          }
          if found == .utf8 {
            try writer.write(lot)
          } else {
            try decoder?.decode(lot).withUnsafeBytes { try writer.write($0) }
          }
        }
      } catch let error as InflateError {
        throw StageFailure(
          "the file cannot be decompressed: \(error)", cause: .usage, file: Paths.shown(file.path),
          mend: "fetch or copy it again")
      }
      try decoder?.finish().withUnsafeBytes { try writer.write($0) }
      try writer.close()
      return (copy, found)
    }
  }

  /// What a file begins with that is packed in a way that is not read here.
  private static let archives: [(name: String, start: [UInt8])] = [
    ("a zip archive", [0x50, 0x4B, 0x03, 0x04]), ("packed by zstd", [0x28, 0xB5, 0x2F, 0xFD]),
    ("packed by bzip2", [0x42, 0x5A, 0x68]), ("packed by xz", [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00]),
    ("a 7z archive", [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C]),
  ]

  fileprivate static func refuseArchives(_ bytes: UnsafeRawBufferPointer, _ file: SourceFile) throws {
    guard let archive = archives.first(where: { bytes.starts(with: $0.start) }) else { return }
    // `BZh` could begin a text too, but not with what follows there.
    if archive.start.count == 3, !(bytes.count > 4 && (0x31...0x39).contains(bytes[3]) && bytes[4] == 0x31) { return }
    throw StageFailure(
      "the file is \(archive.name), which is not read", cause: .usage, file: Paths.shown(file.path),
      mend: "unpack it, or pack it with gzip")
  }

  fileprivate static func byMark(_ bytes: UnsafeRawBufferPointer) -> TextEncoding {
    let isUTF16 = bytes.count >= 2 && (bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]))
    return isUTF16 ? .utf16 : .utf8
  }

  private static func decode(
    _ bytes: UnsafeRawBufferPointer, _ encoding: TextEncoding, _ writer: FileWriter, _ control: JobControl
  ) throws {
    var decoder = TextDecoder(encoding)
    var position = 0
    while position < bytes.count {
      try control.checkCancelled()
      let end = min(position + 1 << 20, bytes.count)
      try decoder.decode(UnsafeRawBufferPointer(rebasing: bytes[position..<end])).withUnsafeBytes {
        try writer.write($0)
      }
      position = end
    }
    try decoder.finish().withUnsafeBytes { try writer.write($0) }
  }
}

extension PlainText {
  /// The encoding that a text seems to have: what its mark says, UTF-8 where all of it is, else one of western Europe.
  static func guess(_ file: SourceFile) throws -> TextEncoding {
    try MappedFile.withBytes(file.path) { bytes in
      try refuseArchives(bytes, file)
      var pieces: [UInt8] = []
      if Gzip.isGzip(bytes) {
        // The beginning will do: what is packed is long, and a wrong guess shows as rejected lines.
        struct Enough: Error {}
        do {
          try Gzip.inflate(bytes) { lot in
            pieces.append(contentsOf: lot)
            if pieces.count > 32 << 20 { throw Enough() }
          }
        } catch is Enough {
        } catch let error as InflateError {
          throw StageFailure(
            "the file cannot be decompressed: \(error)", cause: .usage, file: Paths.shown(file.path),
            mend: "fetch or copy it again")
        }
        return pieces.withUnsafeBytes { guess($0, isWhole: pieces.count <= 32 << 20) }
      }
      return guess(bytes, isWhole: true)
    }
  }

  private static func guess(_ bytes: UnsafeRawBufferPointer, isWhole: Bool) -> TextEncoding {
    if byMark(bytes) == .utf16 { return .utf16 }
    let start = bytes.prefix(4096)
    if start.filter({ $0 == 0 }).count * 3 > start.count { return .utf16 }
    var end = bytes.count
    // A character that the end cuts off is none that is wrong.
    if !isWhole { while end > 0, bytes[end - 1] >= 0x80 { end -= 1 } }
    if String(validating: bytes[..<end], as: UTF8.self) != nil { return .utf8 }
    let hasControls = bytes.contains { (0x80..<0xA0).contains($0) }
    let hasGaps = bytes.contains { [0x81, 0x8D, 0x8F, 0x90, 0x9D].contains($0) }
    return hasControls && hasGaps ? .latin1 : .windows1252
  }
}
