import Foundation
import Platform
import TestSupport
import Testing

@Suite struct ScratchFileTests {
  @Test("What was written is lent, in any order, and the folder stays empty")
  func lends() throws {
    let folder = try TemporaryDirectory()
    let file = try ScratchFile(in: folder.root)
    let bytes = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31 ^ $0 >> 9) }
    for start in stride(from: 0, to: bytes.count, by: 70_001) {
      try bytes[start..<min(bytes.count, start + 70_001)].withUnsafeBytes { try file.append($0) }
    }
    try file.seal()
    #expect(file.size == bytes.count)
    for range in [2_500_000..<3_000_000, 0..<10, 0..<3_000_000, 4095..<4097, 17..<17] {
      #expect(file.withBytes(range) { Array($0) } == Array(bytes[range]))
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.root) == [])
  }

  @Test("A file that nothing was written to lends nothing")
  func empty() throws {
    let folder = try TemporaryDirectory()
    let file = try ScratchFile(in: folder.root)
    try file.seal()
    #expect(file.size == 0 && file.withBytes(0..<0) { $0.count } == 0)
  }

  @Test("A folder that is not there is told")
  func absent() throws {
    #expect(throws: FileError.self) { try ScratchFile(in: "/nowhere/at/all") }
  }
}
