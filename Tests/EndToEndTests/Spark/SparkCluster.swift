import Foundation
import TestSupport

/// A standalone cluster on the loopback: a master and workers, ended with the value.
final class SparkCluster: @unchecked Sendable {
  /// Where Spark is.
  static let home = Repository.root.appendingPathComponent(".deps/spark").path
  /// Whether `make deps-spark` has run and there is a Java.
  static var isHere: Bool {
    FileManager.default.fileExists(atPath: home + "/VERSION") && FileManager.default.isExecutableFile(atPath: java)
  }
  private static let java =
    ProcessInfo.processInfo.environment["JAVA_HOME"].map { $0 + "/bin/java" } ?? "/usr/bin/java"

  /// The master's address.
  let master: String
  /// The workers.
  private(set) var workers: [Process] = []
  private var processes: [Process] = []
  private let folder: TemporaryDirectory
  private let environment: [String: String]

  /// Starts a cluster and waits until its workers have joined.
  init(workers count: Int, environment: [String: String] = [:]) throws {
    self.environment = environment
    folder = try TemporaryDirectory()
    let port = 20_000 + Int(ProcessInfo.processInfo.processIdentifier) % 20_000
    master = "spark://127.0.0.1:\(port)"
    try start("master", ["org.apache.spark.deploy.master.Master", "--host", "127.0.0.1", "--port", "\(port)"])
    try wait(for: "Starting Spark master", in: "master")
    for index in 1...count {
      let name = "worker\(index)"
      workers.append(
        try start(
          name,
          [
            "org.apache.spark.deploy.worker.Worker", "--host", "127.0.0.1", "--cores", "1", "--memory", "1g",
            "--work-dir", folder.path(name + "-work"), master,
          ]))
      try wait(for: "Successfully registered", in: name)
    }
  }

  deinit {
    for process in processes where process.isRunning { process.terminate() }
    for process in processes { process.waitUntilExit() }
  }

  /// Kills a worker and its executors at once.
  func kill(worker index: Int) {
    let process = workers[index]
    _ = try? Command.run("/usr/bin/pkill", ["-KILL", "-P", "\(process.processIdentifier)"])
    Foundation.kill(process.processIdentifier, SIGKILL)
  }

  @discardableResult
  private func start(_ name: String, _ arguments: [String]) throws -> Process {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Self.home + "/bin/spark-class")
    process.arguments = arguments + ["--webui-port", "0"]
    process.environment = ProcessInfo.processInfo.environment.merging(
      ["SPARK_HOME": Self.home, "SPARK_LOCAL_IP": "127.0.0.1", "SPARK_NO_DAEMONIZE": "1"]
    ) { $1 }.merging(environment) { $1 }
    try folder.write(name + ".log", "")
    let log = try FileHandle(forWritingTo: folder.url.appendingPathComponent(name + ".log"))
    process.standardError = log
    process.standardOutput = log
    try process.run()
    processes.append(process)
    return process
  }

  private func wait(for words: String, in name: String) throws {
    let end = Date() + 120
    while Date() < end {
      let text = (try? String(contentsOf: folder.url.appendingPathComponent(name + ".log"), encoding: .utf8)) ?? ""
      if text.contains(words) { return }
      Thread.sleep(forTimeInterval: 0.1)
    }
    throw ClusterError(what: "\(name) did not say \"\(words)\" within two minutes")
  }

  struct ClusterError: Error { let what: String }
}
