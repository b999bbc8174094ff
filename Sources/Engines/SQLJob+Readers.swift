internal import PipelineModel

extension SQLJob {
  /// How often its SQL names a table.
  func readers(of name: String) -> Int {
    blocks.reduce(0) { count, block in
      count
        + block.normalized.split { !($0.isLetter || $0.isNumber || $0 == "_") }.count { $0.lowercased() == name }
    }
  }
}
