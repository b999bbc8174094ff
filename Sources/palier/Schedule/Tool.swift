internal import Platform

/// Another program that helps to install something.
enum Tool {
  /// Runs it, with some input, and gives its exit code and what it said.
  /// - Throws: `FileError` where it cannot be started.
  static func run(_ arguments: [String], input: String = "") throws -> (code: Int32, output: String) {
    guard let program = Environment.find(arguments[0]) else { throw FileError("find", arguments[0], code: 2) }
    var process = ChildProcess(
      program: program, arguments: arguments, environment: Environment.all, folder: "/", timeout: 60)
    process.input = Array(input.utf8)
    var output: [UInt8] = []
    do {
      let ending = try process.run(stop: WakeUp()) { output += $0 }
      let text = String(decoding: output, as: UTF8.self)
      switch ending {
      case .exited(let code): return (code, text)
      case .signalled(let number): return (128 + number, text)
      case .timedOut, .stopped: return (124, text)
      }
    } catch let error as ChildProcess.StartError {
      throw FileError("start", program, code: error.code)
    }
  }
}
