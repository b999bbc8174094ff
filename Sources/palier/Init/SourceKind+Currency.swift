internal import PipelineModel

extension SourceKind {
  /// The currency of the only data of this kind; nil where there are others.
  var currency: String? {
    switch self {
    case .onlineRetail: "GBP"
    case .olist: "BRL"
    default: nil
    }
  }
}
