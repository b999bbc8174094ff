internal import JSON

extension ConfigLoader {
  static let schedulingKeys = ["resources", "retries"]

  /// A stage's `resources`: what it may use.
  mutating func readResources(_ reader: ObjectReader) -> StageResources {
    guard let node = reader["resources"] else { return StageResources() }
    return readAmounts(node, "\"resources\"")
  }

  /// The pipeline's `limits`: what all stages may use together.
  mutating func readLimits(_ node: JSONNode?) -> StageResources {
    guard let node else { return StageResources() }
    return readAmounts(node, "\"limits\"")
  }

  private mutating func readAmounts(_ node: JSONNode, _ what: String) -> StageResources {
    var reader = ObjectReader(node, file: shown, what: what, keys: ["threads", "memory"])
    var amounts = StageResources(threads: reader.integer("threads", minimum: 1))
    if let text = reader.string("memory") {
      amounts.memory = MemorySize.bytes(text)
      if amounts.memory == nil {
        reader.fault(
          reader["memory"]?.position ?? node.position, "\"\(text)\" is no amount of memory",
          "write such as \"4GB\" or \"500MB\"")
      }
    }
    faults += reader.faults
    return amounts
  }

  /// A stage's `retries`.
  mutating func readRetries(_ reader: ObjectReader) -> StageRetries {
    guard let node = reader["retries"] else { return StageRetries() }
    var inner = ObjectReader(node, file: shown, what: "\"retries\"", keys: ["count", "backoff"])
    var retries = StageRetries(count: inner.integer("count", minimum: 1) ?? 0)
    if inner["count"] == nil {
      inner.fault(node.position, "\"count\" is missing", "write such as { \"count\": 3, \"backoff\": \"10 s\" }")
    }
    retries.backoff = readDuration(&inner, "backoff") ?? retries.backoff
    faults += inner.faults
    return retries
  }
}
