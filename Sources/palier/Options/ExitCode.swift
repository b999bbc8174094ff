internal import Glibc
internal import Platform

/// How the process ends.
enum ExitCode {
  static let success: Int32 = 0
  static let stageFailed: Int32 = 1
  static let usage: Int32 = 2
  static let checkFailed: Int32 = 3
  static let locked: Int32 = 4
  static let stale: Int32 = 5
}

/// Ends the process. After a signal, threads that do not look for it may still be at work on what `exit` would tear down
/// under them; all output is written by then.
func exitProcess(_ code: Int32) -> Never {
  if Interruption.signalNumber != nil { _exit(code) }
  exit(code)
}
