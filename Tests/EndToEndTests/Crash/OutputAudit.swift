import Foundation
import JSON

/// Explains every file of an output folder by what the layout says, without asking the program.
struct OutputAudit {
  /// Paths that nothing explains, and things that are not as they should be.
  let faults: [String]

  init(_ root: String) throws {
    let manager = FileManager.default
    let paths = manager.enumerator(atPath: root)?.compactMap { $0 as? String } ?? []
    var faults: [String] = []
    func json(_ path: String) -> JSON? {
      manager.contents(atPath: root + "/" + path).flatMap { try? JSON.parse(Array($0)) }
    }
    func link(_ path: String) -> String? { try? manager.destinationOfSymbolicLink(atPath: root + "/" + path) }
    func isFolder(_ path: String) -> Bool {
      (try? manager.attributesOfItem(atPath: root + "/" + path))?[.type] as? FileAttributeType == .typeDirectory
    }
    let current = json("current.json")?["stages"]?.object ?? []
    let shown = link("report")
    var listed: Set<String> = [
      "artifacts", "runs", "current.json", "current", "report", ".reports", "exports", "journal.ndjson", "lock",
      "cache",
      "cache/digests.json", "cache/checks",
    ]
    for path in paths {
      let parts = path.split(separator: "/").map(String.init)
      if parts.first == "artifacts", parts.count == 2 { listed.insert(path) }
      if parts.first == "artifacts", parts.count == 4, parts[3] == "manifest.json" {
        let folder = parts.prefix(3).joined(separator: "/")
        listed.formUnion([folder, path, folder + "/stage.sql"])
        for output in json(path)?["outputs"]?.object ?? [] {
          for file in output.value["files"]?.array ?? [] {
            let name = folder + "/" + (file["path"]?.string ?? "")
            listed.insert(name)
            var above = (name as NSString).deletingLastPathComponent
            while above.count > folder.count, listed.insert(above).inserted {
              above = (above as NSString).deletingLastPathComponent
            }
            let size = (try? manager.attributesOfItem(atPath: root + "/" + name))?[.size] as? Int
            if size != file["bytes"]?.int { faults.append("\(name): \(size ?? -1) bytes") }
          }
        }
      }
      if parts.first == "runs", parts.count == 2, json(path + "/run.json")?["run_id"]?.string == parts[1] {
        listed.formUnion([path, path + "/run.json", path + "/events.ndjson", path + "/log.txt"])
      }
      if parts.first == "runs", parts.count > 2, parts[2] == "logs" { listed.insert(path) }
      if parts.first == "current", parts.count == 2 {
        let version = current.first { $0.key == parts[1] }?.value.string
        if link(path) == "../artifacts/\(parts[1])/\(version ?? "")" { listed.insert(path) }
      }
      if parts.first == ".reports", parts.count >= 2, shown == parts.prefix(2).joined(separator: "/") {
        listed.insert(path)
      }
    }
    if current.count != (paths.filter { $0.hasPrefix("current/") }.count) { faults.append("links: not one a stage") }
    for member in current where !isFolder("artifacts/\(member.key)/\(member.value.string ?? "")") {
      faults.append("current: \(member.key) is not there")
    }
    if let report = current.first(where: { $0.key == "report" })?.value.string, shown?.contains(report) != true {
      faults.append("report: shows \(shown ?? "nothing") instead of \(report)")
    }
    let journal = manager.contents(atPath: root + "/journal.ndjson") ?? Data()
    let lines = journal.split(separator: UInt8(ascii: "\n")).map { try? JSON.parse(Array($0)) }
    if lines.contains(where: { $0?["event"] == nil }) { faults.append("journal: a line that is none") }
    if lines.last??["event"] != "end" { faults.append("journal: no end") }
    self.faults = faults + paths.filter { !listed.contains($0) }.map { "stray: \($0)" }
  }
}
