internal import Glibc

/// The environment of this process.
public enum Environment {
  /// A variable's value, or nil where it is not set.
  public static func value(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }
  }

  /// Whether a text is the name of a variable: letters, digits and `_`, no digit first.
  public static func isName(_ text: String) -> Bool {
    guard let first = text.utf8.first, !(48...57).contains(first) else { return false }
    return text.utf8.allSatisfy {
      (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0) || $0 == UInt8(ascii: "_")
    }
  }

  /// All variables, `NAME=value` each.
  public static var all: [String] {
    var list: [String] = []
    var next = environ
    while let entry = next.pointee {
      list.append(String(cString: entry))
      next = next.successor()
    }
    return list
  }

  /// The file of a program, looked for in `PATH` where its name has no `/`; nil where there is none to execute.
  public static func find(_ program: String) -> String? {
    if program.contains("/") { return Files.isExecutable(program) ? program : nil }
    for folder in (value("PATH") ?? "/usr/local/bin:/usr/bin:/bin").split(separator: ":") {
      let path = "\(folder)/\(program)"
      if Files.isExecutable(path), FileStatus(path)?.kind == .file { return path }
    }
    return nil
  }

  /// Processors that this process may use.
  public static var processors: Int {
    max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
  }

  /// This process's number.
  public static var processID: Int { Int(getpid()) }

  /// The running program's file.
  public static var executable: String { Files.linkTarget("/proc/self/exe") ?? CommandLine.arguments[0] }
}
