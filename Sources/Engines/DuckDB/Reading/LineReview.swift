internal import Dispatch
internal import DuckDB
internal import Platform

/// Tells from a line's bytes alone, at the speed of reading them, that nothing is wrong with it.
///
/// It errs on one side: what matches is right, and what does not may still be.
protocol LinePattern: Sendable {
  /// Whether a line, without its LF, is right for sure.
  func matches(_ line: UnsafeRawBufferPointer) -> Bool
}

/// The lines of a csv text that are no records or may be wrong, found without making anything of the others.
struct LineReview {
  /// A line that is no record.
  struct Reject {
    let line: Int
    let reason: String
    let raw: String
  }

  /// A record that has to be looked at closely, as it does not match.
  struct Suspect {
    let line: Int
    let fields: [String?]
    let raw: String
  }

  private(set) var rejects: [Reject] = []
  private(set) var suspects: [Suspect] = []

  /// So many lines are no exceptions.
  private static let limit = 1_000_000
  private static let piece = 16 << 20

  /// Looks at every line behind the header.
  ///
  /// - Parameters:
  ///   - encoding: what the text was before it became UTF-8, for messages.
  ///   - keepsSuspects: whether records that do not match are wanted.
  ///   - passed: is told what has been looked at, piece by piece.
  /// - Returns: nil where a record reaches over several lines, or where more is wrong than an exception.
  init?(
    _ bytes: UnsafeRawBufferPointer, fieldCount: Int, delimiter: UInt8 = UInt8(ascii: ","), encoding: String = "UTF-8",
    keepsSuspects: Bool, _ pattern: some LinePattern, passed: @escaping @Sendable (Range<Int>) -> Void = { _ in }
  ) {
    let split: @Sendable (UnsafeRawBufferPointer) -> CSVSplitter = { text in
      CSVSplitter(text, fieldCount: fieldCount, delimiter: delimiter, encoding: encoding, hasHeader: false)
    }
    var starts = [0]
    while let last = starts.last, last + Self.piece < bytes.count {
      guard let end = MappedFile.index(of: 0x0A, in: bytes, from: last + Self.piece) else { break }
      starts.append(end + 1)
    }
    var pieces = [Piece?](repeating: nil, count: starts.count)
    let bounds = starts + [bytes.count]
    pieces.withUnsafeMutableBufferPointer { pieces in
      nonisolated(unsafe) let (pieces, bytes) = (pieces, bytes)
      DispatchQueue.concurrentPerform(iterations: starts.count) { index in
        pieces[index] = Piece(bytes, bounds[index], bounds[index + 1], keepsSuspects, pattern, split)
        passed(bounds[index]..<bounds[index + 1])
      }
    }
    var before = 0
    for piece in pieces {
      guard let piece else { return nil }
      rejects += piece.rejects.map { .init(line: $0.line + before, reason: $0.reason, raw: $0.raw) }
      suspects += piece.suspects.map { .init(line: $0.line + before, fields: $0.fields, raw: $0.raw) }
      guard suspects.count + rejects.count <= Self.limit else { return nil }
      before += piece.lines
    }
  }

  /// What was found between two line ends, lines counted from the first of them as 1.
  private struct Piece {
    var rejects: [Reject] = []
    var suspects: [Suspect] = []
    var lines = 0

    init?(
      _ bytes: UnsafeRawBufferPointer, _ first: Int, _ end: Int, _ keepsSuspects: Bool, _ pattern: some LinePattern,
      _ split: (UnsafeRawBufferPointer) -> CSVSplitter
    ) {
      var start = first
      while start < end {
        let stop = MappedFile.index(of: 0x0A, in: bytes, from: start) ?? bytes.count
        let line = UnsafeRawBufferPointer(rebasing: bytes[start..<stop])
        lines += 1
        defer { start = stop + 1 }
        if start == 0 || pattern.matches(line) || line.allSatisfy({ $0 == 0x0D }) { continue }
        var splitter = split(UnsafeRawBufferPointer(rebasing: bytes[start...]))
        guard let record = splitter.next()?.record, splitter.line == 2 else { return nil }
        switch record {
        case .reject(let reason, let raw): rejects.append(.init(line: lines, reason: reason, raw: raw))
        case .fields where !keepsSuspects: break
        case .fields(let fields):
          let text = line.last == 0x0D ? UnsafeRawBufferPointer(rebasing: line.dropLast()) : line
          suspects.append(.init(line: lines, fields: fields, raw: String(decoding: text, as: UTF8.self)))
          if suspects.count > LineReview.limit { return nil }
        }
      }
    }
  }
}

extension DuckDBSession {
  /// Puts lines that are no records into `source_rejects`.
  func note(_ rejects: [LineReview.Reject], of file: String) throws {
    let appender = try Appender(connection, table: "source_rejects")
    for reject in rejects {
      try appender.append(row: [
        .string(file), .int(Int64(reject.line)), .string(reject.raw), .string(reject.reason),
      ])
    }
    try appender.close()
  }
}
