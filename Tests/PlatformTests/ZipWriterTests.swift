import Foundation
import Platform
import TestSupport
import Testing

@Suite("Zip files written")
struct ZipWriterTests {
  private func content(_ name: String, _ file: [UInt8]) throws -> [UInt8]? {
    try file.withUnsafeBytes { try ZipFile.entry(name, of: $0, limit: 1 << 26) }
  }

  private func entry(_ name: String, _ lots: [[UInt8]]) throws -> ZipWriter.Packed {
    let entry = ZipWriter.Entry(name)
    for lot in lots { try lot.withUnsafeBytes { try entry.add($0) } }
    return try entry.finish()
  }

  /// Bytes of different temper: nothing, one, all alike, lines that repeat, noise.
  private static func samples() -> [[UInt8]] {
    var state: UInt64 = 88_172_645_463_325_252
    func next() -> UInt64 {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return state
    }
    let rows = (0..<60_000).map { "<row r=\"\($0)\"><c r=\"A\($0)\"><v>\(next() % 1000)</v></c></row>" }.joined()
    return [
      [], [7], [1, 2, 3], Array("abcabcabcabcabc".utf8), [UInt8](repeating: 9, count: 700_000), Array(rows.utf8),
      (0..<400_000).map { _ in UInt8(truncatingIfNeeded: next()) },
      (0..<400_000).map { _ in UInt8(next() % 3) },
      // Distances at and about the window's width.
      Array((0..<8).flatMap { _ in (0..<32_768).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 16) } }),
      // Counts that grow as Fibonacci's numbers make the longest codes.
      (0..<24).flatMap { power in [UInt8](repeating: UInt8(power), count: Int(pow(1.618, Double(power)))) },
    ]
  }

  @Test("What is written is read back, by this reader and by others")
  func roundTrip() throws {
    let samples = Self.samples()
    var file = ZipWriter()
    for (number, bytes) in samples.enumerated() {
      // In lots of odd sizes, as a stream comes.
      let lots = stride(from: 0, to: bytes.count, by: 10_007).map { Array(bytes[$0..<min($0 + 10_007, bytes.count)]) }
      try file.add(entry("folder/\(number)é", lots))
    }
    let written = Array(file.finish().joined())
    for (number, bytes) in samples.enumerated() {
      #expect(try content("folder/\(number)é", written) == bytes, "\(number)")
    }
    #expect(try content("folder/none", written) == nil)
    let folder = try TemporaryDirectory()
    let url = folder.url.appendingPathComponent("all.zip")
    try Data(written).write(to: url)
    guard FileManager.default.isExecutableFile(atPath: "/usr/bin/unzip") else { return }
    let tested = try Command.run("/usr/bin/unzip", ["-tq", url.path])
    #expect(tested.code == 0, "\(tested.output)")
  }

  @Test("Pieces made by themselves are one entry, whatever is in them")
  func pieces() throws {
    let samples = Self.samples()
    let packers = [ZipWriter.Packer(), ZipWriter.Packer()]
    let pieces = try samples.enumerated().map { number, bytes in
      // One packer serves for many pieces, and what it did before leaves no trace.
      try bytes.withUnsafeBytes { try packers[number % 2].pack($0, isLast: number == samples.count - 1) }
    }
    var file = ZipWriter()
    try file.add(ZipWriter.Packed(name: "all", pieces: pieces))
    let written = Array(file.finish().joined())
    #expect(try content("all", written) == Array(samples.joined()))
    let long = (0..<400_000).flatMap { Array("line \($0 &* 7919 % 100_003)\n".utf8) }
    let lots = stride(from: 0, to: long.count, by: 70_001).map { Array(long[$0..<min($0 + 70_001, long.count)]) }
    var other = ZipWriter()
    try other.add(entry("long", lots))
    #expect(try content("long", Array(other.finish().joined())) == long)
  }

  @Test("Tables shrink to a tenth")
  func ratio() throws {
    let text = (0..<50_000).map {
      "<row r=\"\($0)\"><c r=\"A\($0)\" t=\"inlineStr\"><is><t>SEGMENT \($0 % 7)</t></is></c></row>"
    }
    .joined()
    var file = ZipWriter()
    try file.add(entry("sheet", [Array(text.utf8)]))
    #expect(Array(file.finish().joined()).count * 10 < text.utf8.count)
  }

  @Test("A damaged entry is noticed")
  func damage() throws {
    var file = ZipWriter()
    try file.add(entry("sheet", [Array((0..<20_000).map { "line \($0 % 97)\n" }.joined().utf8)]))
    let written = Array(file.finish().joined())
    for place in stride(from: 60, to: written.count - 80, by: 501) {
      var damaged = written
      damaged[place] ^= 0x10
      #expect(throws: InflateError.self, "changed at \(place)") {
        try damaged.withUnsafeBytes { try ZipFile.inflate("sheet", of: $0) { _ in } }
      }
    }
  }
}
