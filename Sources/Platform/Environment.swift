internal import Glibc

/// The environment of this process.
public enum Environment {
  /// A variable's value, or nil where it is not set.
  public static func value(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }
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
