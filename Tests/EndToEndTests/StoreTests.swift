import Foundation
import JSON
import TestSupport
import Testing

/// What is on disk stays whole: damage is seen and repaired, locks hold, signals leave nothing behind.
@Suite struct StoreTests {
  @Test func damagedVersionsAreBuiltAgain() throws {
    let sandbox = try Sandbox()
    let first = try sandbox.run()
    let path = try sandbox.palier("path", "features.customers").output.split(separator: "\n").first.map(String.init)
    let file = try #require(path)
    var bytes = try Data(contentsOf: URL(fileURLWithPath: file))
    bytes[bytes.count / 2] ^= 1
    try bytes.write(to: URL(fileURLWithPath: file))
    #expect(try sandbox.palier("show", "features.customers").code == 1)
    let altered = try sandbox.run()
    #expect(altered.verdicts["features"] == "ran" && altered.output.contains("was altered"), "\(altered.errors)")
    #expect(altered.contentDigests == first.contentDigests)
    try bytes.prefix(100).write(to: URL(fileURLWithPath: file))
    #expect(try sandbox.run().output.contains("100 bytes instead of"))
    try FileManager.default.removeItem(atPath: file)
    #expect(try sandbox.run().output.contains("is missing"))
    #expect(try sandbox.run().verdicts.values.allSatisfy { $0 == "fresh" })
  }

  @Test func aBrokenPointerIsMadeAgainFromWhatIsOnDisk() throws {
    let sandbox = try Sandbox()
    try sandbox.run()
    let good = try sandbox.text("output/current.json")
    try sandbox.folder.write("output/current.json", "{ broken")
    let run = try sandbox.run()
    #expect(run.code == 0 && run.verdicts.values.allSatisfy { $0 == "fresh" }, "\(run.verdicts)")
    #expect(run.errors.contains("what was current is taken from the journal"), "\(run.errors)")
    let versions = { (text: String) in try JSON.parse(text)["stages"] }
    #expect(try versions(sandbox.text("output/current.json")) == versions(good))
  }

  @Test func theSecondRunWaitsOrGivesUp() throws {
    let sandbox = try Sandbox()
    try sandbox.run()
    let lock = open(sandbox.folder.path("output/lock"), O_RDWR)
    #expect(lock >= 0 && flock(lock, LOCK_EX) == 0)
    let refused = try sandbox.run("--lock-timeout", "0.2")
    #expect(refused.code == 4 && refused.errors.contains("--lock-timeout"), "\(refused.errors)")
    // Readers do not wait.
    #expect(try sandbox.palier("path", "rfm.customers").code == 0)
    close(lock)
    #expect(try sandbox.run("--lock-timeout", "0.2").code == 0)
  }

  @Test(arguments: [(SIGINT, Int32(130)), (SIGTERM, Int32(143))])
  func signalsStopTheRunAndLeaveTheStoreClean(signal: Int32, code: Int32) throws {
    let sandbox = try Sandbox(lines: 30_000, months: 12)
    let stopped = try sandbox.palier("run", "--progress", "none", signal: (signal, 0.25))
    #expect(stopped.code == code, "\(stopped.errors)")
    #expect(!FileManager.default.fileExists(atPath: sandbox.folder.path("output/current.json")))
    let run = try sandbox.run()
    #expect(run.code == 0, "\(run.errors)")
    let left = FileManager.default.enumerator(atPath: sandbox.folder.path("output"))?.compactMap { $0 as? String } ?? []
    #expect(!left.contains { $0.contains(".staging") || $0.contains(".spill") })
    let other = try sandbox.run("--output", "clean")
    #expect(other.contentDigests == run.contentDigests)
  }

  @Test func killedRunsAreContinued() throws {
    let sandbox = try Sandbox()
    var reference: [String: String] = [:]
    for (index, delay) in [0.02, 0.1, 0.2, 0.3, 0.45, 0.6].enumerated() {
      let killed = try sandbox.palier("run", "--progress", "none", "--output", "o\(index)", signal: (SIGKILL, delay))
      #expect(killed.code == 137 || killed.code == 0)
      let run = try sandbox.run("--output", "o\(index)")
      #expect(run.code == 0, "\(run.errors)")
      if index == 0 { reference = run.contentDigests }
      #expect(run.contentDigests == reference)
      #expect(try sandbox.run("--output", "o\(index)").verdicts.values.allSatisfy { $0 == "fresh" })
    }
  }

  @Test func theLinksForPeopleFollow() throws {
    let sandbox = try Sandbox()
    try sandbox.run()
    let path = try sandbox.palier("path", "rfm.customers").output.split(separator: "\n").first.map(String.init)
    let linked = URL(fileURLWithPath: sandbox.folder.path("output/current/rfm/customers.parquet"))
    #expect(
      linked.resolvingSymlinksInPath().path == URL(fileURLWithPath: try #require(path)).resolvingSymlinksInPath().path)
  }

  /// On a file system of its own, where this user may make one.
  @Test func aFullDiskFailsTheRunAndKeepsWhatWasCurrent() throws {
    let sandbox = try Sandbox()
    let disk = sandbox.folder.path("disk")
    try FileManager.default.createDirectory(atPath: disk, withIntermediateDirectories: true)
    let mount = try Command.run("/bin/mount", ["-t", "tmpfs", "-o", "size=32m", "tmpfs", disk])
    guard mount.code == 0 else {
      print("skipped: this user cannot mount a small file system: \(mount.errors)")
      return
    }
    defer { _ = try? Command.run("/bin/umount", ["-l", disk]) }
    #expect(try sandbox.run("--output", "disk/out").code == 0)
    let current = try sandbox.text("disk/out/current.json")
    // All but a little of the space goes; what is left holds no table.
    let free = try #require(
      FileManager.default.attributesOfFileSystem(forPath: disk)[.systemFreeSize] as? NSNumber)
    try Data(count: free.intValue - 8192).write(to: URL(fileURLWithPath: disk + "/fill"))
    let full = try sandbox.run("--output", "disk/out", "--set", "returns=exclude")
    #expect(full.code == 1 && full.errors.contains("No space left on device"), "\(full.errors)")
    #expect(full.errors.contains("mend: free some space"), "\(full.errors)")
    #expect(try sandbox.text("disk/out/current.json") == current)
    try FileManager.default.removeItem(atPath: disk + "/fill")
    let again = try sandbox.run("--output", "disk/out", "--set", "returns=exclude")
    #expect(again.code == 0, "\(again.errors)")
    #expect(again.contentDigests == (try sandbox.run("--output", "other", "--set", "returns=exclude").contentDigests))
  }
}
