public import PipelineModel
public import Platform
internal import Synchronization

extension Store {
  /// Whether what a stage with effects last put outside the folder is this version.
  public func isOutside(_ manifest: Manifest) -> Bool {
    outside.withLock { $0.holds(manifest.version, of: manifest.stage) }
  }

  /// Notes that a stage is about to put something outside the folder, or which version it has put there.
  /// - Parameter stages: the stages of the pipeline.
  /// - Throws: `FileError`.
  public func noteOutside(_ version: String?, of stage: String, among stages: Set<String>) throws(FileError) {
    // Two stages that end together would else write each other's note away.
    try outside.withLock { state throws(FileError) in
      state.note(version, of: stage, among: stages)
      try Files.replace(layout.outside, with: Array(state.text.utf8))
    }
  }
}
