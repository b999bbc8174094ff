internal import Engines
internal import PipelineModel

/// What running stages may use together, and what each of them gets.
///
/// A stage that declares `resources` gets those; another gets an even share of the pipeline's `limits`, where there are
/// some. A stage begins when what it gets is free; one that asks for more than there is runs alone with all there is.
struct Admission {
  private let engine: EngineDeclaration
  private let processors: Int
  private let jobs: Int
  private let sharesThreads: Bool
  private let threads: Int
  private let memory: Int?
  private var usedThreads = 0
  private var usedMemory = 0
  private var running = 0

  init(_ config: PipelineConfig, jobs: Int, processors: Int) {
    engine = config.engine
    self.jobs = jobs
    self.processors = processors
    sharesThreads = config.limits.threads != nil
    threads = config.limits.threads ?? processors
    memory = config.limits.memory ?? config.engine.memoryLimit.flatMap(MemorySize.bytes)
  }

  /// Whether nothing more can begin, whatever it asks for.
  var isFull: Bool { running >= jobs }

  /// Threads that a stage is counted with; nil where none are shared out and it declares none.
  private func threads(of stage: StageDeclaration) -> Int? {
    if let declared = stage.resources.threads { return min(declared, threads) }
    return sharesThreads ? min(engine.threads ?? .max, max(1, threads / jobs)) : nil
  }

  /// Bytes that a stage is counted with; nil where there is no bound and it declares none.
  private func memory(of stage: StageDeclaration) -> Int? {
    if let declared = stage.resources.memory { return min(declared, memory ?? declared) }
    return memory.map { $0 / jobs }
  }

  /// The bounds that a stage's engine and program are told.
  func limits(of stage: StageDeclaration) -> EngineLimits {
    EngineLimits(
      threads: threads(of: stage) ?? engine.threads ?? processors, memory: memory(of: stage).map(MemorySize.text))
  }

  /// Takes what a stage gets, where it is free.
  mutating func admit(_ stage: StageDeclaration) -> Bool {
    let (moreThreads, moreMemory) = (threads(of: stage) ?? 0, memory(of: stage) ?? 0)
    if running > 0 {
      guard !isFull, usedThreads + moreThreads <= threads else { return false }
      if let memory, usedMemory + moreMemory > memory { return false }
    }
    running += 1
    usedThreads += moreThreads
    usedMemory += moreMemory
    return true
  }

  /// Gives back what a stage had.
  mutating func release(_ stage: StageDeclaration) {
    running -= 1
    usedThreads -= threads(of: stage) ?? 0
    usedMemory -= memory(of: stage) ?? 0
  }
}
