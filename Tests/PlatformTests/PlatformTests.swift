import Glibc
import Platform
import TestSupport
import Testing

@Suite struct SHA256Tests {
  // FIPS 180-4 examples and the empty text.
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
    (String(repeating: "a", count: 1_000_000), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"),
  ])
  func agreesWithTheStandard(text: String, digest: String) throws {
    #expect(SHA256.hex(text) == digest)
    let folder = try TemporaryDirectory()
    #expect(try SHA256.hex(file: folder.write("text", text)) == digest)
  }

  @Test func doesNotDependOnHowTheBytesCome() {
    let bytes = (0..<1000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    for step in [1, 3, 63, 64, 65, 127, 200] {
      var digest = SHA256()
      for start in stride(from: 0, to: bytes.count, by: step) {
        digest.update(Array(bytes[start..<min(start + step, bytes.count)]))
      }
      #expect(digest.finish() == SHA256.hex(bytes))
    }
  }
}

@Suite struct HMACTests {
  // RFC 4231, test cases 1, 2 and 6: a short key, a shorter one, and one longer than a block.
  @Test func agreesWithTheStandard() {
    #expect(
      HMAC(key: [UInt8](repeating: 0x0b, count: 20)).hex("Hi There")
        == "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7")
    #expect(
      HMAC(key: Array("Jefe".utf8)).hex("what do ya want for nothing?")
        == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
    #expect(
      HMAC(key: [UInt8](repeating: 0xaa, count: 131)).hex("Test Using Larger Than Block-Size Key - Hash Key First")
        == "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54")
  }
}

@Suite struct FilesTests {
  @Test func replacesInOneStepAndReadsBack() throws {
    let folder = try TemporaryDirectory()
    let path = folder.path("a")
    try Files.replace(path, with: [1, 2, 3])
    try Files.replace(path, with: [4])
    #expect(try Files.read(path) == [4])
    #expect(try Files.list(folder.root) == ["a"])
  }

  @Test func removesLinksWithoutFollowingThem() throws {
    let folder = try TemporaryDirectory()
    let kept = try folder.write("kept/file", "x")
    try Files.makeFolder(folder.path("gone/deep"))
    try Files.link(folder.path("gone/deep/link"), to: folder.path("kept"))
    try Files.remove(folder.path("gone"))
    #expect(Files.exists(kept))
    #expect(!Files.exists(folder.path("gone")))
  }

  /// Times past what nanoseconds in a word can tell are the last there is.
  @Test func filesMayBeDatedFarAhead() throws {
    let folder = try TemporaryDirectory()
    let path = try folder.write("late", "x")
    var times = [timespec(tv_sec: 13_000_000_000, tv_nsec: 5), timespec(tv_sec: 13_000_000_000, tv_nsec: 5)]
    #expect(utimensat(AT_FDCWD, path, &times, 0) == 0)
    let status = try #require(FileStatus(path))
    // A file system that keeps no such date keeps an earlier one.
    #expect(status.size == 1 && status.modified > 4_000_000_000_000_000_000)
  }

  @Test func saysWhatItCouldNotDo() throws {
    #expect {
      try Files.read("/nonexistent/file")
    } throws: { "\($0)".contains("cannot read /nonexistent/file: No such file or directory") }
  }

  @Test func aLockKeepsOthersOut() throws {
    let folder = try TemporaryDirectory()
    let first = try FileLock.take(folder.path("lock"), timeout: 0)
    #expect(first != nil)
    #expect(try FileLock.take(folder.path("lock"), timeout: 0.05) == nil)
  }
}

@Suite struct PathsTests {
  @Test func takesDotsOut() {
    #expect(Paths.absolute("a/../b/./c", base: "/x") == "/x/b/c")
    #expect(Paths.absolute("/../..", base: "/x") == "/")
    #expect(Paths.isInside("/a/b", "/a") && !Paths.isInside("/ab", "/a"))
    #expect(Paths.commonFolder(["/a/b/1.csv", "/a/c/2.csv"]) == "/a")
    #expect(Paths.commonFolder(["/a/b/1.csv"]) == "/a/b")
  }

  @Test func writesTimesInUTC() {
    #expect(Instant(microseconds: 0).description == "1970-01-01T00:00:00Z")
    #expect(Instant(microseconds: 1_709_164_800_000_000).compact == "20240229T000000Z")
    #expect(Instant(microseconds: -1).description == "1969-12-31T23:59:59Z")
  }
}
