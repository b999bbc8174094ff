internal import DuckDB
internal import JSON
internal import Platform
internal import Runner
internal import Stages

/// `palier doctor`.
enum DoctorCommand: Command {
  static let name = "doctor"
  static let summary = "what this machine has of what Palier uses"

  private struct Finding {
    let what: String
    let isFine: Bool
    let detail: String
    let mend: String?
  }

  static func run(_ arguments: Arguments, _ console: Console) throws -> Int32 {
    _ = try arguments.operands()
    let findings = [engine(), excel(), charts(), stages(), processors()]
    if console.isJSON {
      console.data([
        "ok": .bool(findings.allSatisfy(\.isFine)),
        "findings": .array(
          findings.map {
            [
              "what": .string($0.what), "ok": .bool($0.isFine), "detail": .string($0.detail),
              "mend": $0.mend.map { .string($0) } ?? nil,
            ]
          }),
      ])
    } else {
      for finding in findings {
        let mark = finding.isFine ? console.styled("✓", .green, on: .output) : console.styled("✗", .red, on: .output)
        console.print("\(mark) \(finding.what): \(finding.detail)" + (finding.mend.map { "\n    mend: \($0)" } ?? ""))
      }
    }
    return findings.allSatisfy(\.isFine) ? ExitCode.success : ExitCode.stageFailed
  }

  private static func engine() -> Finding {
    let watch = Stopwatch()
    do {
      let rows = try Connection(Database()).execute("SELECT 6 * 7").rows()
      guard rows == [[.int(42)]] else { throw DuckDBError(.misuse, "it cannot count", while: "trying the engine") }
      return Finding(
        what: "engine", isFine: true,
        detail:
          "duckdb \(try DuckDBLibrary.version), \(try DuckDBLibrary.path), \(Amounts.seconds(watch.elapsed)) to start",
        mend: nil)
    } catch {
      return Finding(what: "engine", isFine: false, detail: "\(error)", mend: "make deps")
    }
  }

  private static func excel() -> Finding {
    guard let path = DuckDBLibrary.excelExtensionPath else {
      return Finding(what: "Excel", isFine: false, detail: "the extension is missing", mend: "make deps")
    }
    return Finding(what: "Excel", isFine: true, detail: path, mend: nil)
  }

  private static func charts() -> Finding {
    guard let path = ChartLibrary.path else {
      return Finding(what: "charts", isFine: false, detail: "plotly.js is missing", mend: "make deps")
    }
    return Finding(what: "charts", isFine: true, detail: path, mend: nil)
  }

  private static func stages() -> Finding {
    let folder = Installation.folder + "/stages"
    return Files.exists(folder + "/prelude/duckdb.sql")
      ? Finding(what: "stages", isFine: true, detail: folder, mend: nil)
      : Finding(
        what: "stages", isFine: false, detail: "none at \(folder)",
        mend: "set PALIER_HOME to the folder that holds stages/")
  }

  private static func processors() -> Finding {
    Finding(what: "processors", isFine: true, detail: "\(Environment.processors)", mend: nil)
  }
}
