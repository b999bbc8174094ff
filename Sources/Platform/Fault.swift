internal import Glibc
internal import Synchronization

/// Faults on purpose, for tests: `PALIER_FAULT=ACTION:STEP:N` acts on this process when it reaches a named step for
/// the N-th time.
///
/// The actions are `kill` (SIGKILL to itself), `stop` (SIGSTOP to itself, until somebody continues it) and `fail` (the
/// step fails as a full disk would). None of them does what an operator, the kernel or a disk could not do at any
/// time, so a variable left behind by mistake loses a run, never data. Without the variable a step costs one
/// comparison.
public struct Fault: Sendable {
  private enum Action: String {
    case kill, stop, fail
  }

  private let action: Action
  private let step: String
  private let occurrence: Int

  /// The variable's name.
  public static let variable = "PALIER_FAULT"

  private static let armed: Fault? = Environment.value(variable).flatMap { Fault($0) }
  private static let reached = Atomic<Int>(0)

  private init?(_ text: String) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 3, let action = Action(rawValue: String(parts[0])), let occurrence = Int(parts[2]),
      occurrence > 0
    else { return nil }
    self.action = action
    step = String(parts[1])
    self.occurrence = occurrence
  }

  /// What the variable says, in words; nil where it is not set.
  ///
  /// - Parameters:
  ///   - steps: the names of all steps.
  /// - Returns: the words, and whether the variable can be understood.
  public static func describe(steps: [String]) -> (text: String, isUnderstood: Bool)? {
    guard let text = Environment.value(variable), !text.isEmpty else { return nil }
    guard let armed, steps.contains(armed.step) else {
      return ("\(variable)=\(text) is not ACTION:STEP:N (kill, stop or fail; a step; 1 or more)", false)
    }
    return ("\(variable) is set: this process will \(armed.action) itself at \(armed.step)", true)
  }

  /// Says that a step was reached.
  /// - Throws: `FileError` where the fault is `fail`.
  @inline(__always)
  public static func reach(_ step: String, _ path: String) throws(FileError) {
    if let armed, armed.step == step { try armed.act(path) }
  }

  private func act(_ path: String) throws(FileError) {
    guard Self.reached.add(1, ordering: .relaxed).newValue == occurrence else { return }
    switch action {
    case .kill:
      kill(getpid(), SIGKILL)
      while true { pause() }
    case .stop: kill(getpid(), SIGSTOP)
    case .fail: throw FileError("write", path, code: ENOSPC)
    }
  }
}
