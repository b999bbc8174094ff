import Foundation
import Platform
import TestSupport
import Testing

@Suite struct GzipTests {
  private func inflate(_ data: Data) throws -> Data {
    var result = Data()
    try data.withUnsafeBytes { bytes in try Gzip.inflate(bytes) { result.append(contentsOf: $0) } }
    return result
  }

  private func pack(_ data: Data, _ options: [String] = []) throws -> Data {
    let folder = try TemporaryDirectory()
    let url = folder.url.appendingPathComponent("data")
    try data.write(to: url)
    let done = try Command.run("/bin/gzip", options + [url.path])
    #expect(done.code == 0, "\(done.errors)")
    return try Data(contentsOf: folder.url.appendingPathComponent("data.gz"))
  }

  private static func noise(_ count: Int, alphabet: UInt64) -> Data {
    var state: UInt64 = 88_172_645_463_325_252
    return Data(
      (0..<count).map { _ in
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return UInt8(truncatingIfNeeded: state % alphabet)
      })
  }

  @Test(arguments: [0, 1, 100, 70_000, 3_000_000], [["-1"], ["-9"]])
  func whatGzipPacksIsUnpacked(count: Int, options: [String]) throws {
    for alphabet in [2, 20, 256] {
      let data =
        Self.noise(count, alphabet: UInt64(alphabet)) + Data(String(repeating: "abcabc,", count: count / 20).utf8)
      #expect(try inflate(try pack(data, options)) == data, "\(count) of \(alphabet)")
    }
  }

  @Test func membersFollowEachOther() throws {
    let (first, second) = (Self.noise(5000, alphabet: 50), Data("the end".utf8))
    #expect(try inflate(try pack(first) + pack(second)) == first + second)
  }

  @Test func damageIsFound() throws {
    let data = Self.noise(40_000, alphabet: 30)
    let packed = try pack(data)
    for cut in [3, 11, 400, packed.count - 9, packed.count - 1] {
      #expect(throws: InflateError.self, "cut at \(cut)") { try inflate(packed.prefix(cut)) }
    }
    for place in stride(from: 12, to: packed.count, by: 997) {
      var damaged = packed
      damaged[place] ^= 0x40
      // The name in the header may be damaged without harm.
      if place > 30 { #expect(throws: InflateError.self, "changed at \(place)") { try inflate(damaged) } }
    }
  }

  /// What is written piece by piece, over members, `gzip` and our own reader unpack alike.
  @Test(arguments: [0, 10, 9_000_000])
  func whatIsWrittenIsUnpacked(count: Int) throws {
    let folder = try TemporaryDirectory()
    let data = Self.noise(count, alphabet: 9)
    let writer = try GzipWriter(folder.path("data.gz"))
    for start in stride(from: 0, to: count, by: 700_000) {
      try writer.add(Array(data[start..<min(start + 700_000, count)]))
    }
    try writer.finish()
    let packed = try Data(contentsOf: folder.url.appendingPathComponent("data.gz"))
    if count == 0 {
      #expect(packed.isEmpty)
      return
    }
    if count > 1000 { #expect(packed.count < count * 2 / 3) }
    #expect(try inflate(packed) == data)
    #expect(try Command.run("/bin/gzip", ["-d", folder.path("data.gz")]).code == 0)
    #expect(try Data(contentsOf: folder.url.appendingPathComponent("data")) == data)
  }
}
