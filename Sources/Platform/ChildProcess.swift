internal import CProcess
internal import Glibc

/// A program run to its end as the leader of a process group of its own.
///
/// Nothing of it is left when `run` returns: neither the program nor what it started in its group, no zombie and no
/// descriptor. Where this process is killed, the kernel kills the program too; what that one had started on its own
/// then ends by itself.
public struct ChildProcess: Sendable {
  /// The program's file.
  public var program: String
  /// Its arguments, its name first.
  public var arguments: [String]
  /// Its whole environment, `NAME=value` each.
  public var environment: [String]
  /// The folder it works in.
  public var folder: String
  /// Seconds it may take, or nil.
  public var timeout: Double?
  /// Seconds between asking it to end and killing it.
  public var grace: Double
  /// What it reads from its standard input; nothing where empty.
  public var input: [UInt8] = []
  /// The reading end of a pipe that it reads from instead; nil for `input`.
  public var inputPipe: Int32?

  /// How a program ended.
  public enum Ending: Sendable, Hashable {
    /// By itself, with this code.
    case exited(Int32)
    /// By a signal that was not sent from here.
    case signalled(Int32)
    /// It took too long.
    case timedOut
    /// It was told to stop.
    case stopped
  }

  /// A program that could not begin.
  public struct StartError: Error, Sendable {
    /// What it failed at.
    public enum Step: Sendable, Hashable {
      case process, folder, streams, execute
    }

    /// What it failed at.
    public var step: Step
    /// The system's error number.
    public var code: Int32
    /// The system's words for the error.
    public var reason: String { String(cString: strerror(code)) }
  }

  /// Makes a request.
  public init(
    program: String, arguments: [String], environment: [String], folder: String, timeout: Double? = nil,
    grace: Double = 5
  ) {
    self.program = program
    self.arguments = arguments
    self.environment = environment
    self.folder = folder
    self.timeout = timeout
    self.grace = grace
  }

  /// Runs the program to its end.
  ///
  /// - Parameters:
  ///   - stop: when this rings, the program is asked to end, and killed after its grace.
  ///   - output: gets what it writes to either stream, as it comes.
  /// - Throws: `StartError`.
  public func run(stop: WakeUp, output: (UnsafeRawBufferPointer) -> Void) throws(StartError) -> Ending {
    var ends: [Int32] = [-1, -1]
    let failure = palier_pipe(&ends)
    guard failure == 0 else { throw StartError(step: .streams, code: -failure) }
    let process: pid_t
    do {
      defer { close(ends[1]) }
      process = try start(ends[1])
    } catch {
      close(ends[0])
      throw error
    }
    _ = fcntl(ends[0], F_SETFL, O_NONBLOCK)
    let watched = palier_process_descriptor(process)
    var wait = Wait(process: process, watched: watched, reader: ends[0], stop: stop.descriptor, request: self)
    wait.untilEnd(output)
    palier_await_end(process)
    // What the program left running goes with it; its number is still taken, so the group cannot be another's.
    kill(-process, SIGKILL)
    wait.drain(output)
    close(ends[0])
    if watched >= 0 { close(watched) }
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
    if let cause = wait.cause { return cause }
    let signal = status & 0x7F
    return signal == 0 ? .exited(status >> 8 & 0xFF) : .signalled(signal)
  }

  private func start(_ writer: Int32) throws(StartError) -> pid_t {
    var failed = PALIER_SPAWN_FORK
    var reader: Int32 = -1
    if inputPipe == nil, !input.isEmpty {
      reader = input.withUnsafeBytes { palier_memory_file($0.baseAddress, UInt($0.count)) }
      guard reader >= 0 else { throw StartError(step: .streams, code: -reader) }
    }
    defer { if reader >= 0 { close(reader) } }
    let process = Self.withPointers(arguments) { arguments in
      Self.withPointers(environment) { environment in
        palier_spawn(program, arguments, environment, folder, inputPipe ?? reader, writer, &failed)
      }
    }
    guard process < 0 else { return process }
    let step: StartError.Step =
      switch failed {
      case PALIER_SPAWN_FOLDER: .folder
      case PALIER_SPAWN_STREAMS: .streams
      case PALIER_SPAWN_EXECUTE: .execute
      default: .process
      }
    throw StartError(step: step, code: -process)
  }

  private static func withPointers<Result>(
    _ texts: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>?) -> Result
  ) -> Result {
    let pointers = texts.map { strdup($0) } + [nil]
    defer { for pointer in pointers { free(pointer) } }
    return pointers.withUnsafeBufferPointer { body($0.baseAddress) }
  }

  // MARK: - Waiting

  /// The loop that reads what a program writes until it ends, is stopped, or takes too long.
  private struct Wait {
    let process: pid_t
    let watched: Int32
    let reader: Int32
    let stop: Int32
    let request: ChildProcess
    let watch = Stopwatch()
    var cause: Ending?
    var asked: Double?
    var isKilled = false
    var isOpen = true

    init(process: pid_t, watched: Int32, reader: Int32, stop: Int32, request: ChildProcess) {
      self.process = process
      self.watched = watched
      self.reader = reader
      self.stop = stop
      self.request = request
    }

    mutating func untilEnd(_ output: (UnsafeRawBufferPointer) -> Void) {
      while true {
        var polled = [
          pollfd(fd: watched, events: Int16(POLLIN), revents: 0),
          pollfd(fd: isOpen ? reader : -1, events: Int16(POLLIN), revents: 0),
          pollfd(fd: cause == nil ? stop : -1, events: Int16(POLLIN), revents: 0),
        ]
        poll(&polled, 3, timeLeft)
        if polled[1].revents != 0 { drain(output) }
        if polled[2].revents != 0 { ask(.stopped) }
        if hasEnded(polled[0].revents) { return }
        if cause == nil, let timeout = request.timeout, watch.elapsed >= timeout { ask(.timedOut) }
        if !isKilled, let asked, watch.elapsed >= asked + request.grace {
          isKilled = true
          kill(-process, SIGKILL)
        }
      }
    }

    private func hasEnded(_ events: Int16) -> Bool {
      if watched >= 0 { return events != 0 }
      // A kernel without descriptors of processes: look.
      var info = siginfo_t()
      return waitid(P_PID, id_t(process), &info, WEXITED | WNOWAIT | WNOHANG) == 0 && info.si_signo == SIGCHLD
    }

    private mutating func ask(_ why: Ending) {
      cause = why
      asked = watch.elapsed
      kill(-process, SIGTERM)
    }

    /// Milliseconds until something is due, or -1.
    private var timeLeft: Int32 {
      var due: Double?
      if cause == nil { due = request.timeout }
      if let asked, !isKilled { due = asked + request.grace }
      let left = due.map { max(0, ($0 - watch.elapsed) * 1000).rounded(.up) } ?? -1
      return watched >= 0 ? Int32(clamping: Int(min(left, 1e9))) : Int32(left < 0 ? 10 : min(left, 10))
    }

    /// Takes what has been written so far.
    mutating func drain(_ output: (UnsafeRawBufferPointer) -> Void) {
      guard isOpen else { return }
      withUnsafeTemporaryAllocation(byteCount: 1 << 16, alignment: 16) { buffer in
        // No more than this at once: one that never stops writing must not keep its time from being looked at.
        for _ in 0..<64 {
          let count = read(reader, buffer.baseAddress, buffer.count)
          if count > 0 {
            output(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
          } else if count == 0 {
            isOpen = false
            return
          } else if errno != EINTR {
            return
          }
        }
      }
    }
  }
}
