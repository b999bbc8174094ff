internal import Foundation

/// A PostgreSQL server of a test's own on loopback, from the system's packages; stopped when the value goes away.
public final class PostgresServer: Sendable {
  /// The port it listens on.
  public let port: Int
  /// The password of the user `palier`.
  public let password = "a secret of the tests"
  private let folder: TemporaryDirectory
  private let programs: String
  private let prefix: [String]

  /// Whether the server's programs are installed, and a user other than root can run them.
  public static let programs: String? = {
    let root = "/usr/lib/postgresql"
    let versions = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
    return versions.sorted().map { "\(root)/\($0)/bin" }.last {
      FileManager.default.isExecutableFile(atPath: "\($0)/initdb")
        && FileManager.default.isExecutableFile(atPath: "\($0)/pg_ctl")
    }
  }()

  /// Starts a server with an empty database.
  /// - Throws: what a program that failed printed.
  public init() throws {
    guard let programs = Self.programs else { throw StartError(text: "no PostgreSQL server is installed") }
    self.programs = programs
    folder = try TemporaryDirectory()
    port = 20_000 + Int(ProcessInfo.processInfo.processIdentifier) % 20_000
    var prefix: [String] = []
    if getuid() == 0 {
      // The server refuses to run as root.
      let user = try Command.run("/usr/bin/id", ["-u", "postgres"]).code == 0 ? "postgres" : "nobody"
      prefix = ["/usr/bin/setpriv", "--reuid=\(user)", "--clear-groups"]
      #if os(Linux)
        _ = try Command.run("/bin/chown", [user, folder.root])
      #endif
    }
    self.prefix = prefix
    let secret = try folder.write("password", password)
    _ = try Command.run("/bin/chmod", ["644", secret])
    try run([
      "\(programs)/initdb", "-D", "\(folder.root)/data", "-U", "palier", "-A", "scram-sha-256", "--pwfile", secret,
      "--no-sync", "-E", "UTF8", "--locale=C",
    ])
    try run([
      "\(programs)/pg_ctl", "-D", "\(folder.root)/data", "-w", "-l", "\(folder.root)/log", "-o",
      "-p \(port) -k \(folder.root) -c listen_addresses=127.0.0.1 -c fsync=off", "start",
    ])
  }

  deinit { stop() }

  /// Stops the server.
  public func stop() {
    _ = try? run(["\(programs)/pg_ctl", "-D", "\(folder.root)/data", "-m", "immediate", "-w", "stop"])
  }

  /// What a query gives, a row a line, cells between `|`.
  public func query(_ sql: String) throws -> [String] {
    let done = try Command.run(
      "\(programs)/psql", ["-h", "127.0.0.1", "-p", "\(port)", "-U", "palier", "-At", "-c", sql, "postgres"],
      environment: ["PGPASSWORD": password])
    guard done.code == 0 else { throw StartError(text: done.errors) }
    return done.output.split(separator: "\n").map(String.init)
  }

  private func run(_ command: [String]) throws {
    // The server keeps what it inherits open, and the pipes of tests beside this one would never end: its output goes
    // to a file, and all else is closed.
    let close = "i=3; while [ $i -lt 1024 ]; do eval \"exec $i>&-\"; i=$((i+1)); done 2> /dev/null; "
    let script =
      (prefix + command).map { "'\($0)'" }.joined(separator: " ") + " > '\(folder.root).out' 2>&1 < /dev/null"
    let done = try Command.run("/bin/bash", ["-c", close + script], in: "/tmp")
    defer { try? FileManager.default.removeItem(atPath: folder.root + ".out") }
    guard done.code == 0 else {
      throw StartError(text: (try? String(contentsOfFile: folder.root + ".out", encoding: .utf8)) ?? "")
    }
  }

  /// A server that did not start.
  public struct StartError: Error, CustomStringConvertible {
    let text: String
    public var description: String { text }
  }
}
