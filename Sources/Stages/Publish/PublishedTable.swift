internal import Engines
internal import PipelineModel

/// One table to be published.
struct PublishedTable {
  /// The input.
  var table: InputTable
  /// What it is called where it goes.
  var name: String
  /// The columns by which rows are the same, where they are merged into others.
  var keys: [String]
  /// How many rows it has.
  var rows: Int
  var columns: [OutputManifest.Column]
}
