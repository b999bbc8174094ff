internal import Dispatch
internal import Platform

/// The lines of a file of events that are none or may be none, found without making anything of the others.
struct EventReview {
  /// A line that is no record.
  struct Reject {
    let line: Int
    let reason: String
    let raw: String
  }

  /// A record that has to be looked at closely.
  struct Suspect {
    let line: Int
    let fields: [String?]
    let raw: String
  }

  private(set) var rejects: [Reject] = []
  private(set) var suspects: [Suspect] = []

  /// So many suspects are no exceptions.
  private static let limit = 1_000_000
  private static let piece = 16 << 20

  /// Looks at every line behind the header.
  ///
  /// - Parameter columns: what the fields of a row are, in their order; nil for one that is not used.
  /// - Returns: nil where a record reaches over several lines, or where the file is of another kind altogether.
  init?(_ bytes: UnsafeRawBufferPointer, columns: [String?]) {
    let pattern = EventPattern(columns)
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
        pieces[index] = Piece(bytes, bounds[index], bounds[index + 1], columns.count, pattern)
      }
    }
    var before = 0
    for piece in pieces {
      guard let piece else { return nil }
      rejects += piece.rejects.map { .init(line: $0.line + before, reason: $0.reason, raw: $0.raw) }
      suspects += piece.suspects.map { .init(line: $0.line + before, fields: $0.fields, raw: $0.raw) }
      guard suspects.count <= Self.limit else { return nil }
      before += piece.lines
    }
  }

  /// What was found between two line ends, lines counted from the first of them as 1.
  private struct Piece {
    var rejects: [Reject] = []
    var suspects: [Suspect] = []
    var lines = 0

    init?(
      _ bytes: UnsafeRawBufferPointer, _ first: Int, _ end: Int, _ fieldCount: Int, _ pattern: EventPattern
    ) {
      var start = first
      while start < end {
        let stop = MappedFile.index(of: 0x0A, in: bytes, from: start) ?? bytes.count
        let line = UnsafeRawBufferPointer(rebasing: bytes[start..<stop])
        lines += 1
        defer { start = stop + 1 }
        if start == 0 || pattern.matches(line) || line.allSatisfy({ $0 == 0x0D }) { continue }
        var splitter = CSVSplitter(
          UnsafeRawBufferPointer(rebasing: bytes[start...]), fieldCount: fieldCount, hasHeader: false)
        guard let record = splitter.next()?.record, splitter.line == 2 else { return nil }
        switch record {
        case .reject(let reason, let raw): rejects.append(.init(line: lines, reason: reason, raw: raw))
        case .fields(let fields):
          let text = line.last == 0x0D ? UnsafeRawBufferPointer(rebasing: line.dropLast()) : line
          suspects.append(.init(line: lines, fields: fields, raw: String(decoding: text, as: UTF8.self)))
          if suspects.count > EventReview.limit { return nil }
        }
      }
    }
  }
}
