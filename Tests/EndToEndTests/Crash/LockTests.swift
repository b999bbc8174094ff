import Foundation
import JSON
import TestSupport
import Testing

/// Runs at the same time work one after the other; readers wait for nobody and see whole runs.
@Suite struct LockTests {
  private static let isSoak = ProcessInfo.processInfo.environment["PALIER_SOAK"] == "1"

  /// Runs a closure so many times at once, each on a thread of its own.
  private func atOnce<Value: Sendable>(_ count: Int, _ body: @escaping @Sendable (Int) throws -> Value) throws
    -> [Value]
  {
    let results = Collected<Result<Value, any Error>>()
    let group = DispatchGroup()
    for index in 0..<count {
      group.enter()
      Thread.detachNewThread {
        results.add(Result { try body(index) })
        group.leave()
      }
    }
    group.wait()
    return try results.all.map { try $0.get() }
  }

  @Test func runsAtTheSameTimeWorkOneAfterTheOther() throws {
    let project = try CrashProject.shared.get()
    let output = try project.output()
    defer { project.remove(output) }
    let runs = try atOnce(Self.isSoak ? 10 : 4) { _ in try project.run(output, .first) }
    for run in runs {
      #expect(run.code == 0, "\(run.errors)")
      #expect(run.contentDigests == project.digests[.first])
    }
    // One of them did the work; the others found everything fresh once it was their turn.
    #expect(runs.filter { $0.verdicts.values.contains("ran") }.count == 1)
    #expect(runs.filter { $0.verdicts.values.allSatisfy { $0 == "fresh" } }.count == runs.count - 1)
    #expect(Set(runs.compactMap { $0.json["run_id"]?.string }).count == runs.count)
    #expect(try OutputAudit(project.folder.path(output)).faults == [])
    let ids = try #require(project.palier("history", output, ["--json"]).json.array).compactMap { $0["run_id"]?.string }
    #expect(ids.count == runs.count && ids == ids.sorted(by: >))
  }

  @Test func whoWillNotWaitIsToldWhoHoldsTheLock() throws {
    let project = try CrashProject.shared.get()
    let output = try project.output(from: .first)
    defer { project.remove(output) }
    // A run that has stopped in the middle of its publication, and with it the lock.
    let held = try StoppedRun(project, output, .second, at: "links-replaced:2")
    defer { held.resume() }
    let refusals = try atOnce(4) { _ in try project.palier("run", output, ["--lock-timeout", "0"]) }
    for refused in refusals {
      #expect(refused.code == 4, "\(refused.errors)")
      #expect(refused.errors.contains("(process \(held.process))") && refused.errors.contains("--lock-timeout"))
    }
    for verb in [["rollback", held.before], ["gc", "--apply"]] {
      let refused = try project.palier(verb[0], output, Array(verb.dropFirst()) + ["--lock-timeout", "0"])
      #expect(refused.code == 4, "\(verb): \(refused.errors)")
    }
    // Readers do not wait for it, and see what it has made current.
    for (verb, arguments) in [
      ("path", ["kmeans.model"]), ("show", ["kmeans.model"]), ("status", []), ("plan", []), ("explain", ["kmeans"]),
      ("history", []), ("verify", []), ("gc", []),
    ] {
      let read = try project.palier(verb, output, arguments)
      #expect(read.code == 0, "\(verb): \(read.errors) \(read.output)")
    }
    held.resume()
    #expect(try held.wait().code == 0)
    #expect(try project.run(output, .second).verdicts.values.allSatisfy { $0 == "fresh" })
  }

  /// A reader asks for every stage's version at once while runs alternate two configurations.
  @Test func readersNeverSeeAMixOfTwoRuns() throws {
    let project = try CrashProject.shared.get()
    let output = try project.output(from: .first)
    defer { project.remove(output) }
    #expect(try project.run(output, .second).code == 0)
    let whole = try Dictionary(
      uniqueKeysWithValues: CrashProject.Configuration.allCases.map { configuration in
        let plan = try project.palier("plan", output, configuration.arguments + ["--json"])
        return (configuration, try #require(versions(plan.json)))
      })
    #expect(whole[.first] != whole[.second])
    let isDone = Collected<Bool>()
    let writer = Collected<Int32>()
    let rounds = Self.isSoak ? 60 : 8
    Thread.detachNewThread {
      for round in 0..<rounds {
        let run = try? project.run(output, round % 2 == 0 ? .first : .second)
        writer.add(run?.code ?? -1)
      }
      isDone.add(true)
    }
    var seen: [CrashProject.Configuration: Int] = [:]
    var reads = 0
    while isDone.all.isEmpty {
      let status = try project.palier("status", output, ["--json"])
      let found = try #require(current(status.json), "\(status.errors)")
      let matching = whole.first { $0.value == found }?.key
      #expect(matching != nil, "a mix: \(found)")
      if let matching { seen[matching, default: 0] += 1 }
      let path = try project.palier("path", output, ["features.customers", "kmeans.model", "kmeans.assignments"])
      let folders = path.output.split(separator: "\n").map { $0.split(separator: "/").suffix(3).dropLast() }
      let pairs = Dictionary(folders.map { (String($0.first ?? ""), String($0.last ?? "")) }, uniquingKeysWith: { $1 })
      #expect(whole.values.contains { all in pairs.allSatisfy { all[$0.key] == $0.value } }, "a mix: \(pairs)")
      reads += 1
    }
    #expect(writer.all == Array(repeating: 0, count: rounds))
    #expect(seen.count == 2, "both were seen: \(seen)")
    print("readers: \(reads) reads during \(rounds) runs, each of one run: \(seen)")
  }

  /// The versions that a plan ends with.
  private func versions(_ json: JSON) -> [String: String]? {
    guard let stages = json["stages"]?.array else { return nil }
    return Dictionary(
      stages.compactMap { stage in
        guard let id = stage["id"]?.string, let version = stage["version"]?.string else { return nil }
        return (id, version)
      }, uniquingKeysWith: { $1 })
  }

  /// The current versions as `status` tells them.
  private func current(_ json: JSON) -> [String: String]? {
    guard let stages = json["current"]?.object else { return nil }
    return Dictionary(uniqueKeysWithValues: stages.map { ($0.key, $0.value.string ?? "") })
  }
}

/// A run that stops itself (SIGSTOP) at a step, and can be told to go on.
final class StoppedRun: @unchecked Sendable {
  /// The process.
  let process: Int32
  /// The run that was current when it began.
  let before: String
  private let results = Collected<Result<PalierProcess, any Error>>()
  private let done = DispatchSemaphore(value: 0)

  /// Begins a run and waits until it has stopped.
  init(_ project: CrashProject, _ output: String, _ configuration: CrashProject.Configuration, at step: String) throws {
    before = try project.palier("status", output, ["--json"]).json["run"]?.string ?? ""
    let (results, done) = (results, done)
    Thread.detachNewThread {
      results.add(Result { try project.run(output, configuration, fault: "stop:\(step)") })
      done.signal()
    }
    // The lock file names its holder once the run has begun; that it has stopped, the kernel tells.
    let lock = project.folder.url.appendingPathComponent(output).appendingPathComponent("lock")
    var found: Int32 = 0
    for _ in 0..<1000 where found == 0 {
      Thread.sleep(forTimeInterval: 0.02)
      let words = (try? String(contentsOf: lock, encoding: .utf8))?.split(whereSeparator: \.isWhitespace) ?? []
      guard words.count >= 2, words[0] > before, let holder = Int32(words[1]) else { continue }
      let state = (try? String(contentsOfFile: "/proc/\(holder)/stat", encoding: .utf8)) ?? ""
      if state.contains(") T ") { found = holder }
    }
    guard found > 0 else { throw CrashProject.CrashError("the run did not stop at \(step)") }
    process = found
  }

  /// Lets it go on.
  func resume() { kill(process, SIGCONT) }

  /// What came of it.
  func wait() throws -> PalierProcess {
    done.wait()
    return try #require(results.all.first).get()
  }
}

/// Values from several threads.
final class Collected<Value: Sendable>: @unchecked Sendable {
  private let lock = NSLock()
  private var values: [Value] = []

  func add(_ value: Value) { lock.withLock { values.append(value) } }
  var all: [Value] { lock.withLock { values } }
}
