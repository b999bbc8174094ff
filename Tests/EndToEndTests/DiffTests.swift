import Foundation
import JSON
import TestSupport
import Testing

/// What `palier diff` says, against what the outputs themselves say.
@Suite struct DiffTests {
  /// A column of an output by customer, as csv.
  private func labels(_ sandbox: Sandbox, _ output: String, _ column: String) throws -> [String: String] {
    let lines = try sandbox.palier("show", output, "--csv", "-n", "0").output.split(separator: "\n")
    let names = try #require(lines.first).split(separator: ",")
    let (id, label) = try (#require(names.firstIndex(of: "customer_id")), #require(names.firstIndex(of: column[...])))
    return Dictionary(
      uniqueKeysWithValues: lines.dropFirst().map { line in
        let cells = line.split(separator: ",", omittingEmptySubsequences: false)
        return (String(cells[id]), String(cells[label]))
      })
  }

  private struct Pair: Hashable {
    let from: String?
    let to: String?
  }

  private func crossed(_ before: [String: String], _ after: [String: String]) -> [Pair: Int] {
    Set(before.keys).union(after.keys).reduce(into: [:]) { $0[Pair(from: before[$1], to: after[$1]), default: 0] += 1 }
  }

  private func flows(_ migration: JSON?) -> [Pair: Int] {
    Dictionary(
      uniqueKeysWithValues: (migration?["flows"]?.array ?? []).map {
        (Pair(from: $0["from"]?.string, to: $0["to"]?.string), $0["customers"]?.int ?? 0)
      })
  }

  private func migration(_ difference: JSON, _ kind: String) -> JSON? {
    difference["migrations"]?.array?.first { $0["kind"]?.string == kind }
  }

  /// The Rand index adjusted for chance, by its definition over all pairs.
  private func adjustedRand(_ pairs: [Pair: Int]) -> Double {
    func choose(_ count: Int) -> Double { Double(count * (count - 1)) / 2 }
    var (rows, columns): ([String: Int], [String: Int]) = ([:], [:])
    for case (let pair, let count) in pairs {
      rows[pair.from ?? "", default: 0] += count
      columns[pair.to ?? "", default: 0] += count
    }
    let (inRows, inColumns) = (
      rows.values.reduce(0) { $0 + choose($1) }, columns.values.reduce(0) { $0 + choose($1) }
    )
    let expected = inRows * inColumns / choose(pairs.values.reduce(0, +))
    return (pairs.values.reduce(0) { $0 + choose($1) } - expected) / ((inRows + inColumns) / 2 - expected)
  }

  @Test func customersFiguresAndParametersAreComparedAsTheyAre() throws {
    let sandbox = try Sandbox()
    // The last day comes with the second run, so that customers enter.
    let files = try sandbox.sampleFiles().filter { $0.hasSuffix(".csv") }
    let held = try #require(files.last)
    try FileManager.default.moveItem(
      atPath: sandbox.folder.path("data/sample/\(held)"), toPath: sandbox.folder.path(held))
    let first = try sandbox.run("--set", "kmeans.k=3")
    #expect(first.code == 0, "\(first.errors)")
    let before = try (
      segments: labels(sandbox, "rfm.customers", "segment"), clusters: labels(sandbox, "kmeans.assignments", "cluster"),
      revenue: JSON.parse(sandbox.palier("show", "summary.figures").output)["revenue"]?.double
    )
    try FileManager.default.moveItem(
      atPath: sandbox.folder.path(held), toPath: sandbox.folder.path("data/sample/\(held)"))
    let second = try sandbox.run("--set", "kmeans.k=4", "--set", "rfm.bins=4")
    #expect(second.code == 0, "\(second.errors)")
    let after = try (
      segments: labels(sandbox, "rfm.customers", "segment"), clusters: labels(sandbox, "kmeans.assignments", "cluster"),
      revenue: JSON.parse(sandbox.palier("show", "summary.figures").output)["revenue"]?.double
    )
    let difference = try sandbox.palier("diff", "--json").json
    #expect(difference["from"] == first.json["run_id"] && difference["to"] == second.json["run_id"])
    #expect(difference["equal"] == false)

    let changed = (difference["parameters"]?.array ?? []).compactMap { $0["path"]?.string }
    #expect(Set(changed) == ["kmeans.k", "rfm.bins", "rfm.grid"])
    #expect(difference["sources"]?.array?.map { $0["file"]?.string } == [held])

    // Figures within an object are named after it; sentences are none.
    let figures = (difference["figures"]?.array ?? []).compactMap { $0["name"]?.string }
    #expect(figures.contains("k") && figures.contains { $0.contains(".") }, "\(figures)")
    #expect(!figures.contains { $0.hasSuffix(".en") || $0.hasSuffix(".fr") }, "\(figures)")

    let segments = migration(difference, "segments")
    let expected = crossed(before.segments, after.segments)
    #expect(flows(segments) == expected)
    let moved = expected.filter { $0.key.from != nil && $0.key.to != nil && $0.key.from != $0.key.to }.values.reduce(
      0, +)
    #expect(segments?["moved"]?.int == moved && moved > 0)
    #expect(segments?["entered"]?.int == after.segments.keys.filter { before.segments[$0] == nil }.count)

    let clusters = migration(difference, "clusters")
    let crossedClusters = crossed(before.clusters, after.clusters)
    #expect(flows(clusters) == crossedClusters)
    let index = adjustedRand(crossedClusters.filter { $0.key.from != nil && $0.key.to != nil })
    #expect(abs((clusters?["adjusted_rand"]?.double ?? .nan) - index) < 1e-9)
    // Matched by content: no other assignment of the three clusters to the four keeps more customers.
    let kept = (clusters?["common"]?.int ?? 0) - (clusters?["moved"]?.int ?? 0)
    var best = 0
    for a in 0..<4 {
      for b in 0..<4 where b != a {
        for c in 0..<4 where c != a && c != b {
          let sum = zip(["0", "1", "2"], [a, b, c]).reduce(0) {
            $0 + (crossedClusters[Pair(from: $1.0, to: "\($1.1)")] ?? 0)
          }
          best = max(best, sum)
        }
      }
    }
    #expect(kept == best)

    let revenue = difference["figures"]?.array?.first { $0["name"] == "revenue" }
    #expect(revenue?["from"]?.double == before.revenue && revenue?["to"]?.double == after.revenue)
    if let old = before.revenue, let new = after.revenue {
      #expect(abs((revenue?["percent"]?.double ?? .nan) - (new - old) / old * 100) < 1e-9)
    }

    let list = try sandbox.palier("diff", "--csv", "segments").output.split(separator: "\n").dropFirst()
    let listed = Dictionary(
      uniqueKeysWithValues: list.map { line in
        let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        return (cells[1], Pair(from: cells[3].isEmpty ? nil : cells[3], to: cells[4].isEmpty ? nil : cells[4]))
      })
    let wanted = Set(before.segments.keys).union(after.segments.keys).filter {
      before.segments[$0] != after.segments[$0]
    }
    #expect(Set(listed.keys) == wanted)
    #expect(listed.allSatisfy { $0.value == Pair(from: before.segments[$0.key], to: after.segments[$0.key]) })
    #expect(list.map { $0.split(separator: ",")[1] } == list.map { $0.split(separator: ",")[1] }.sorted())

    // The other way round, what entered has left.
    let back = try sandbox.palier("diff", "latest", "previous", "--json").json
    #expect(migration(back, "segments")?["left"] == segments?["entered"])
    #expect(flows(migration(back, "segments")) == crossed(after.segments, before.segments))
  }

  @Test func equalRunsOtherFoldersAndLostVersions() throws {
    let sandbox = try Sandbox()
    let first = try sandbox.run("--set", "kmeans.k=3")
    try sandbox.run("--set", "kmeans.k=3")
    let equal = try sandbox.palier("diff")
    #expect(equal.code == 0 && equal.output.contains("equal: the same version of every stage"), "\(equal.output)")
    #expect(try sandbox.palier("diff", "--json").json["equal"] == true)

    // The same data in one file: another source, the same content.
    let files = try sandbox.sampleFiles().filter { $0.hasSuffix(".csv") }
    let texts = try files.map { try sandbox.text("data/sample/\($0)") }
    let header = try #require(texts.first?.split(separator: "\n").first)
    try sandbox.folder.write("one.csv", header + "\n" + texts.map { $0.dropFirst(header.count + 1) }.joined())
    let other = try sandbox.run("--output", "other", "--source", "sales=one.csv", "--set", "kmeans.k=3")
    #expect(other.code == 0, "\(other.errors)")
    let across = try sandbox.palier("diff", "--other-output", "other", "--json").json
    let clean = across["stages"]?.array?.first { $0["id"] == "kmeans" }
    #expect(clean?["change"] == "same" || clean?["change"] == "same_content", "\(across.text())")
    #expect(across["sources"]?.array?.isEmpty == false)

    try sandbox.run("--set", "kmeans.k=4")
    let version = try #require(
      first.json["stages"]?.array?.first { $0["id"] == "kmeans" }?["version"]?.string)
    try FileManager.default.removeItem(atPath: sandbox.folder.path("output/artifacts/kmeans/\(version)"))
    let lost = try sandbox.palier("diff")
    #expect(lost.code == 0 && lost.output.contains("version \(version) of run"), "\(lost.output)")
    #expect(lost.output.contains("is no longer in"), "\(lost.output)")
    // Rows are still known from the record.
    let rows = try sandbox.palier("diff", "--json").json["stages"]?.array?.first { $0["id"] == "kmeans" }?["outputs"]
    #expect(rows?["assignments"]?["rows"]?["from"]?.int == rows?["assignments"]?["rows"]?["to"]?.int)
    #expect(rows?["assignments"]?["rows"]?["from"]?.int ?? 0 > 0)

    #expect(try sandbox.palier("diff", "nothing").code == 2)
    let id = try #require(first.json["run_id"]?.string)
    #expect(try sandbox.palier("diff", String(id.prefix(4))).errors.contains("runs begin so"))
    #expect(try sandbox.palier("diff", id, "--csv", "tiers").code == 2)
  }
}
