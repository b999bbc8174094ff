internal import ArtifactStore
internal import JSON
internal import Platform
internal import Runner

/// `palier verify`.
enum VerifyCommand: Command {
  static let name = "verify"
  static let summary = "look for damage in the output folder; change nothing"
  static let options = [
    Option("deep", "read and digest every file again, whatever its times say")
  ]

  static func run(_ arguments: Arguments, _ console: Console) throws -> Int32 {
    _ = try arguments.operands()
    let project = try project(arguments)
    Interruption.install()
    let watch = Stopwatch()
    let result = try project.store.verify(deep: arguments.has("deep"))
    if console.isJSON {
      console.data([
        "sound": .bool(result.isSound), "deep": .bool(arguments.has("deep")), "versions": .int(result.versions),
        "files": .int(result.files), "bytes": .int(result.bytes), "runs": .int(result.runs),
        "seconds": .double((watch.elapsed * 1000).rounded() / 1000),
        "findings": .array(
          result.findings.map {
            [
              "kind": .string($0.kind.rawValue), "path": .string($0.path), "problem": .string($0.problem),
              "mend": .string($0.mend),
            ]
          }),
      ])
    } else {
      show(result, isDeep: arguments.has("deep"), watch.elapsed, console)
    }
    return result.isSound ? ExitCode.success : ExitCode.stageFailed
  }

  private static func show(_ result: Verification, isDeep: Bool, _ seconds: Double, _ console: Console) {
    for finding in result.findings where finding.kind == .damaged || !console.isQuiet {
      let kind = console.styled(finding.kind.rawValue, finding.kind == .damaged ? .red : .yellow, on: .output)
      console.print("\(kind): \(Paths.shown(finding.path)): \(finding.problem)\n  mend: \(finding.mend)")
    }
    if console.isQuiet { return }
    let damaged = result.findings.filter { $0.kind == .damaged }.count
    let stray = result.findings.count - damaged
    let what =
      "\(Amounts.count(result.versions)) versions, \(Amounts.count(result.files)) files"
      + " (\(Amounts.bytes(result.bytes))), \(Amounts.count(result.runs)) runs"
    console.print(
      "\(what): \(damaged == 0 ? "nothing is damaged" : "\(damaged) damaged")"
        + (stray == 0 ? "" : ", \(stray) stray") + " (\(Amounts.seconds(seconds)))")
    if !isDeep { console.print("contents were not read: palier verify --deep does that") }
  }
}
