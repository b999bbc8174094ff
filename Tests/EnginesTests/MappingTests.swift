import CMapping
import Foundation
import TestSupport
import Testing

/// A file that is cut short while its bytes are read. One test at a time: one of them takes all places there are.
@Suite(.serialized) struct MappingTests {
  @Test func whatIsCutOffIsReadAsZerosAndTold() throws {
    let folder = try TemporaryDirectory()
    let size = 8 * Int(getpagesize())
    let path = try folder.write("long", String(repeating: "x", count: size))
    for cut in [nil, 3 * Int(getpagesize()) + 5] {
      let descriptor = open(path, O_RDONLY)
      defer { close(descriptor) }
      let address = try #require(mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0))
      defer { munmap(address, size) }
      let guarded = palier_mapping_begin(address, size)
      #expect(guarded >= 0)
      if let cut { #expect(truncate(path, off_t(cut)) == 0) }
      let bytes = UnsafeRawBufferPointer(start: address, count: size)
      #expect(bytes.reduce(0) { $0 + ($1 == UInt8(ascii: "x") ? 1 : 0) } == cut ?? size)
      #expect(palier_mapping_end(guarded) == (cut == nil ? 0 : 1))
    }
  }

  @Test func onlySoManyAreGuardedAtOnce() throws {
    let size = Int(getpagesize())
    let address = try #require(mmap(nil, size, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0))
    defer { munmap(address, size) }
    let guards = (0..<80).map { _ in palier_mapping_begin(address, size) }
    #expect(guards.last == -1 && guards[0] >= 0)
    for number in guards { #expect(palier_mapping_end(number) == 0) }
    let again = palier_mapping_begin(address, size)
    #expect(again >= 0 && palier_mapping_end(again) == 0)
  }
}
