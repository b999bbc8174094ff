import JSON
import TestSupport

extension PalierProcess {
  /// The digest of every output of the run, by its name.
  var digests: [String: String] {
    var digests: [String: String] = [:]
    for stage in json["stages"]?.array ?? [] {
      for output in stage["outputs"]?.object ?? [] {
        if let id = stage["id"]?.string, let digest = output.value["digest"]?.string {
          digests["\(id).\(output.key)"] = digest
        }
      }
    }
    return digests
  }

  /// The outputs that another run does not have, or has with other content.
  func outputs(unlike other: PalierProcess) -> [String] {
    let others = other.digests
    return digests.filter { others[$0.key] != $0.value }.keys.sorted()
  }
}
