import ArtifactStore
import Foundation
import JSON
import Platform
import TestSupport
import Testing

@Suite struct JournalTests {
  private func journal(_ folder: TemporaryDirectory) -> Journal { Journal(StoreLayout(root: folder.root)) }

  @Test func whatHasNoEndIsUnfinished() throws {
    let folder = try TemporaryDirectory()
    let journal = journal(folder)
    #expect(journal.unfinished() == nil)
    try journal.append(.begin, run: "r1", [("kind", "run")])
    try journal.append(.end, run: "r1")
    #expect(journal.unfinished() == nil)
    try journal.append(.begin, run: "r2", [("kind", "run")])
    try journal.append(.stage, run: "r2", [("stage", "a"), ("version", "v1")])
    try journal.append(.stage, run: "r2", [("stage", "b"), ("version", "v2")])
    let found = try #require(journal.unfinished())
    #expect(found.run == "r2" && found.published.map(\.stage) == ["a", "b"])
    #expect(found.published.map(\.version) == ["v1", "v2"])
    try journal.append(.end, run: "r2")
    // What a collection writes between runs begins nothing.
    try journal.append(.gc, run: "r2")
    #expect(journal.unfinished() == nil)
  }

  /// More stages than fit into what is read first.
  @Test func aLongRunIsFoundToo() throws {
    let folder = try TemporaryDirectory()
    let journal = journal(folder)
    try journal.append(.begin, run: "r1")
    for index in 0..<1000 {
      try journal.append(.stage, run: "r1", [("stage", .string("stage\(index)")), ("version", "v")])
    }
    let found = try #require(journal.unfinished())
    #expect(found.run == "r1" && found.published.count == 1000 && found.published[0].stage == "stage0")
  }

  @Test(arguments: ["{\"at\":\"2026-0", "\u{0}\u{0}\u{0}\u{0}", "{\"half\":1}\n{\"run\"", "no json\n"])
  func aTornEndIsTakenOut(_ torn: String) throws {
    let folder = try TemporaryDirectory()
    let journal = journal(folder)
    #expect(try journal.mend() == nil)
    for run in ["r1", "r2"] {
      try journal.append(.begin, run: run)
      try journal.append(.end, run: run)
    }
    let whole = try Files.read(folder.path("journal.ndjson"))
    #expect(try journal.mend() == nil && journal.brokenLines == [])
    try Files.append(torn, to: folder.path("journal.ndjson"))
    #expect(journal.brokenLines.first == 5)
    #expect(try journal.mend()?.contains("taken out") == true)
    #expect(try Files.read(folder.path("journal.ndjson")) == whole)
    #expect(try journal.mend() == nil)
  }

  @Test func aWholeLineWithoutItsEndIsKept() throws {
    let folder = try TemporaryDirectory()
    let journal = journal(folder)
    try journal.append(.begin, run: "r1")
    try Files.append("{\"at\":\"\",\"run\":\"r1\",\"event\":\"end\"}", to: folder.path("journal.ndjson"))
    #expect(try journal.mend() == nil)
    try journal.append(.begin, run: "r2")
    #expect(journal.entries.count == 3 && journal.brokenLines == [])
  }
}
