internal import Glibc
internal import Synchronization

/// Outside the type, since a signal handler can capture nothing.
private let received = Atomic<Int32>(0)

/// SIGINT and SIGTERM as a flag that the main loop looks at: work ends in order instead of in the middle.
public enum Interruption {
  /// Begins to note the signals. A second one of the same kind ends the process at once.
  public static func install() {
    received.store(0, ordering: .relaxed)
    for number in [SIGINT, SIGTERM] {
      var action = sigaction()
      action.__sigaction_handler.sa_handler = { received.store($0, ordering: .relaxed) }
      action.sa_flags = Int32(bitPattern: UInt32(SA_RESETHAND))
      sigaction(number, &action, nil)
    }
    signal(SIGPIPE, SIG_IGN)
    // A parent may have started this process with the signals blocked.
    var both = sigset_t()
    sigemptyset(&both)
    sigaddset(&both, SIGINT)
    sigaddset(&both, SIGTERM)
    pthread_sigmask(SIG_UNBLOCK, &both, nil)
  }

  /// The number of the signal that came, or nil.
  public static var signalNumber: Int32? {
    let number = received.load(ordering: .relaxed)
    return number == 0 ? nil : number
  }

  /// Whether somebody pressed Ctrl-C.
  public static var isFromKeyboard: Bool { signalNumber == SIGINT }

  /// The exit code by which a shell knows that a signal ended the process, or nil where none came.
  public static var exitCode: Int32? { signalNumber.map { 128 + $0 } }
}
