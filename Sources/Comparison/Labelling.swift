internal import PipelineModel

/// An output that puts each customer into a group: `customers` with a `segment`, or `assignments` with a `cluster`.
struct Labelling {
  let kind: Migration.Kind
  let output: String
  let column: String

  /// The labellings that both versions of a stage have.
  static func all(in from: Manifest, _ to: Manifest) -> [Labelling] {
    [
      Labelling(kind: .segments, output: "customers", column: "segment"),
      Labelling(kind: .clusters, output: "assignments", column: "cluster"),
    ].filter { labelling in
      [from, to].allSatisfy { manifest in
        let columns = manifest.outputs[labelling.output]?.schema.map(\.name) ?? []
        return columns.contains("customer_id") && columns.contains(labelling.column)
      }
    }
  }
}
