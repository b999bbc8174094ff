extension ReportModel {
  /// How a segment is called and described.
  public struct SegmentName: Sendable {
    /// The stable key.
    public var segment: String
    /// The display name.
    public var name: LocalizedText
    /// Who is in it, in one sentence.
    public var description: LocalizedText?

    /// Makes a name.
    public init(segment: String, name: LocalizedText, description: LocalizedText? = nil) {
      self.segment = segment
      self.name = name
      self.description = description
    }
  }
}
