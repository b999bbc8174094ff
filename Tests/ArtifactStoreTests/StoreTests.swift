import ArtifactStore
import Foundation
import JSON
import PipelineModel
import Platform
import TestSupport
import Testing

@Suite struct StoreTests {
  private func key(_ k: Int) throws -> StageKey {
    try #require(
      StageKey(json: [
        "format": 1, "kind": "sql", "code_version": 1, "sql": [], "parameters": ["k": .int(k)], "inputs": [:],
      ]))
  }

  /// Stages and publishes a version whose one output is a file with some text.
  private func publish(_ text: String, key: StageKey, _ store: Store) throws -> Manifest {
    let staging = try store.stage("a", run: "r1")
    try Files.makeFolder(staging + "/deep")
    try Files.write(text, to: staging + "/deep/x.json")
    let output = OutputManifest(
      format: .json, files: [.init(path: "deep/x.json", bytes: text.utf8.count, sha256: SHA256.hex(text))], rows: nil,
      digest: SHA256.hex(text))
    let manifest = Manifest(
      stage: "a", key: key, outputs: ["x": output], checks: [], seconds: 1.5, steps: [.init(name: "s", seconds: 1)],
      run: "r1", engine: "test 1")
    try store.publish(manifest, from: staging)
    return manifest
  }

  @Test func versionsAreFoundByFingerprintAndReadBack() throws {
    let folder = try TemporaryDirectory()
    let store = try Store(root: folder.root)
    _ = try store.recover()
    let manifest = try publish("{}", key: key(1), store)
    let reopened = try Store(root: folder.root)
    #expect(reopened.version("a", fingerprint: manifest.fingerprint) == manifest)
    #expect(try reopened.version("a", fingerprint: key(2).fingerprint) == nil)
    #expect(reopened.current("a") == nil)
    let pointer = CurrentPointer(run: "r1", versions: ["a": manifest.version])
    try reopened.makeCurrent(pointer)
    try reopened.replaceLinks(pointer)
    #expect(try Store(root: folder.root).current("a") == manifest)
    #expect(Files.linkTarget(folder.path("current/a")) == "../artifacts/a/\(manifest.version)")
    #expect(reopened.files(manifest, "x") == [folder.path("artifacts/a/\(manifest.version)/deep/x.json")])
  }

  @Test func damageIsSeenByPresenceSizeAndContent() throws {
    let folder = try TemporaryDirectory()
    let store = try Store(root: folder.root)
    _ = try store.recover()
    let manifest = try publish("[1]", key: key(1), store)
    let file = folder.path("artifacts/a/\(manifest.version)/deep/x.json")
    func damage() throws -> String? { try Store(root: folder.root).damage(manifest) }
    #expect(try damage() == nil)
    try Files.write("[2]", to: file)
    #expect(try damage() == "deep/x.json was altered")
    try Files.write("[22]", to: file)
    #expect(try damage() == "deep/x.json has 4 bytes instead of 3")
    try Files.remove(file)
    #expect(try damage() == "deep/x.json is missing")
    #expect(try Store(root: folder.root).version("a", fingerprint: manifest.fingerprint) == nil)
    // Publishing the same content again puts a whole version in the place of the damaged one.
    #expect(try publish("[1]", key: key(1), Store(root: folder.root)).version == manifest.version)
    #expect(try damage() == nil)
  }

  /// A bit that flips on the disk changes no time of the file's: the cache is told so here.
  @Test func silentDamageIsFoundByReadingEverything() throws {
    let folder = try TemporaryDirectory()
    let store = try Store(root: folder.root)
    _ = try store.recover()
    let manifest = try publish("[1]", key: key(1), store)
    let file = folder.path("artifacts/a/\(manifest.version)/deep/x.json")
    try Files.write("[2]", to: file)
    store.digests.note(file, digest: SHA256.hex("[1]"))
    store.digests.save()
    let reopened = try Store(root: folder.root)
    #expect(reopened.damage(manifest) == nil)
    #expect(try reopened.deepDamage(manifest) == "deep/x.json was altered")
    #expect(try reopened.verify(deep: false).isSound && !reopened.verify(deep: true).isSound)
  }

  /// Every byte of a manifest counts: with any of them changed it is none.
  @Test func anAlteredManifestIsNone() throws {
    let folder = try TemporaryDirectory()
    let store = try Store(root: folder.root)
    _ = try store.recover()
    let manifest = try publish("{}", key: key(1), store)
    let path = folder.path("artifacts/a/\(manifest.version)/manifest.json")
    let bytes = try Files.read(path)
    for index in bytes.indices {
      var altered = bytes
      altered[index] ^= 4
      try Files.write(altered, to: path)
      #expect(try Store(root: folder.root).manifest("a", manifest.version) == nil, "byte \(index)")
    }
    try Files.write(bytes.dropLast(1) + [], to: path)
    #expect(try Store(root: folder.root).manifest("a", manifest.version) == nil)
    try Files.write(bytes, to: path)
    #expect(try Store(root: folder.root).manifest("a", manifest.version) == manifest)
  }

  @Test func whatIsAbandonedCannotBePublished() throws {
    let folder = try TemporaryDirectory()
    let store = try Store(root: folder.root)
    _ = try store.recover()
    let staging = try store.stage("a", run: "r1")
    try Files.write("{}", to: staging + "/x.json")
    let output = OutputManifest(
      format: .json, files: [.init(path: "x.json", bytes: 2, sha256: SHA256.hex("{}"))], rows: nil, digest: "d")
    let manifest = try Manifest(
      stage: "a", key: key(1), outputs: ["x": output], checks: [], seconds: 0, steps: [], run: "r1", engine: "")
    store.abandon("a", run: "r1")
    #expect(throws: FileError.self) { try store.publish(manifest, from: staging) }
    #expect(try Files.list(folder.path("artifacts/a")) == [])
    store.abandon("a", run: "r1")
  }

  @Test func whatAKilledRunLeftIsRemoved() throws {
    let folder = try TemporaryDirectory()
    let store = try Store(root: folder.root)
    _ = try store.recover()
    _ = try store.stage("a", run: "killed")
    let manifest = try publish("{}", key: key(1), store)
    _ = try store.recover()
    #expect(try Files.list(folder.path("artifacts/a")) == [manifest.version])
  }

  @Test func reportsAreSwappedAndAFailedOneChangesNothing() throws {
    let folder = try TemporaryDirectory()
    let store = try Store(root: folder.root)
    try store.publishReport(version: "v1", run: "r1") { try Files.write("one", to: $0 + "/index.html") }
    struct Failed: Error {}
    #expect(throws: Failed.self) { try store.publishReport(version: "v2", run: "r2") { _ in throw Failed() } }
    #expect(try Files.read(folder.path("report/index.html")) == Array("one".utf8))
    try store.publishReport(version: "v3", run: "r3") { try Files.write("three", to: $0 + "/index.html") }
    #expect(try Files.read(folder.path("report/index.html")) == Array("three".utf8))
    #expect(try Files.list(folder.path(".reports")) == ["v3.r3"])
    #expect(store.shows("v3", files: [("index.html", 5)]) && !store.shows("v3", files: [("index.html", 6)]))
    #expect(!store.shows("v1", files: []) && !store.shows("v3", files: [("gone.js", nil)]))
  }

  @Test func digestsAreKeptOnlyForFilesThatCannotHaveChangedUnseen() throws {
    let folder = try TemporaryDirectory()
    let file = try folder.write("data", "one")
    let old = Date(timeIntervalSinceNow: -3600)
    try FileManager.default.setAttributes([.modificationDate: old], ofItemAtPath: file)
    let cache = FileDigestCache(folder: folder.path("cache"))
    #expect(try cache.digest(file) == SHA256.hex("one"))
    // The same size and time as before: only the change time tells, and it does.
    try Files.write("two", to: file)
    try FileManager.default.setAttributes([.modificationDate: old], ofItemAtPath: file)
    #expect(try cache.digest(file) == SHA256.hex("two"))
    cache.note(file, digest: "noted")
    cache.save()
    #expect(try FileDigestCache(folder: folder.path("cache")).digest(file) == "noted")
    try folder.write("cache/digests.json", "{ broken")
    #expect(try FileDigestCache(folder: folder.path("cache")).digest(file) == SHA256.hex("two"))
  }

  @Test func historyReadsBackAndIDsSortByTime() throws {
    let folder = try TemporaryDirectory()
    let history = RunHistory(StoreLayout(root: folder.root))
    let ids = [0, 1_000_000, 90_000_000_000].map { RunHistory.newID(at: Instant(microseconds: $0)) }
    #expect(ids == ids.sorted())
    for id in ids.reversed() { try history.write(["run_id": .string(id)], run: id) }
    #expect(history.ids == ids)
    #expect(history.record(ids[1])?["run_id"]?.string == ids[1])
    #expect(history.record("../x") == nil)
  }

  @Test func idsFollowOneAnotherWhateverTheClockDoes() {
    var ids: [String] = []
    // The clock stands still, goes back a day, and on.
    for seconds in [5_000_000, 5_000_000, 5_000_000 - 86_400, 5_000_000 - 86_399, 5_000_001] {
      ids.append(RunHistory.newID(at: Instant(microseconds: seconds * 1_000_000), after: ids.last))
    }
    #expect(ids == ids.sorted() && Set(ids).count == ids.count)
    #expect(Instant(stamp: ids[4])?.microseconds == 5_000_001_000_000)
    // When one second's suffixes are used up, the next second's begin.
    #expect(RunHistory.newID(at: Instant(microseconds: 0), after: "20260131T235959Z-ffff") == "20260201T000000Z-0000")
  }
}
