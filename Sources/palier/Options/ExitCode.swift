internal import Glibc

/// How the process ends.
enum ExitCode {
  static let success: Int32 = 0
  static let stageFailed: Int32 = 1
  static let usage: Int32 = 2
  static let checkFailed: Int32 = 3
  static let locked: Int32 = 4
  static let stale: Int32 = 5
}

/// Ends the process.
func exitProcess(_ code: Int32) -> Never { exit(code) }
