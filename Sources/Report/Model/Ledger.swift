extension ReportModel {
  /// What became of every input row.
  public struct Ledger: Sendable {
    /// One row per input file.
    public var files: [FileLedger]
    /// Return lines in total.
    public var returns: ReturnsTotals?
    /// Some of the rejected rows.
    public var rejects: [Reject]
    /// All rejected rows by reason, most frequent first.
    public var rejectReasons: [RejectReason]

    /// Makes the ledger.
    public init(
      files: [FileLedger], returns: ReturnsTotals? = nil, rejects: [Reject] = [], rejectReasons: [RejectReason] = []
    ) {
      self.files = files
      self.returns = returns
      self.rejects = rejects
      self.rejectReasons = rejectReasons
    }
  }

  /// The rows of one input file. `read = kept + rejected + duplicates + erased`.
  public struct FileLedger: Sendable {
    /// The file's name.
    public var file: String
    /// Rows read.
    public var read: Int
    /// Rows kept.
    public var kept: Int
    /// Rows rejected, with a reason.
    public var rejected: Int
    /// Exact duplicates dropped.
    public var duplicates: Int
    /// Rows of customers who are erased.
    public var erased: Int
    /// Kept rows without a customer: they count in no segmentation.
    public var anonymous: Int?
    /// Kept rows with a price of zero: they enter no figure.
    public var zeroPrice: Int?
    /// Return lines matched, in whole or in part, with an earlier purchase.
    public var returnsMatched: Int?
    /// Return lines without any purchase in the data.
    public var returnsUnmatched: Int?

    /// Makes a row.
    public init(
      file: String, read: Int, kept: Int, rejected: Int, duplicates: Int, erased: Int = 0, anonymous: Int? = nil,
      zeroPrice: Int? = nil, returnsMatched: Int? = nil, returnsUnmatched: Int? = nil
    ) {
      self.file = file
      self.read = read
      self.kept = kept
      self.rejected = rejected
      self.duplicates = duplicates
      self.erased = erased
      self.anonymous = anonymous
      self.zeroPrice = zeroPrice
      self.returnsMatched = returnsMatched
      self.returnsUnmatched = returnsUnmatched
    }
  }

  /// Totals of the returns ledger.
  public struct ReturnsTotals: Sendable {
    /// Return lines.
    public var lines: Int
    /// Units returned.
    public var quantity: Double
    /// Value of the units at the return's own price.
    public var value: Double?
    /// Units cancelled against an earlier purchase; nil where purchases were not looked for.
    public var matchedQuantity: Double?
    /// Units with no purchase in the data.
    public var unmatchedQuantity: Double?
    /// Value of the matched units at their purchase price.
    public var matchedValue: Double?
    /// Value of the unmatched units at the return's own price.
    public var unmatchedValue: Double?
    /// Median days between purchase and return.
    public var medianDaysToReturn: Double?

    /// Makes totals.
    public init(
      lines: Int, quantity: Double, value: Double? = nil, matchedQuantity: Double? = nil,
      unmatchedQuantity: Double? = nil, matchedValue: Double? = nil, unmatchedValue: Double? = nil,
      medianDaysToReturn: Double? = nil
    ) {
      self.lines = lines
      self.quantity = quantity
      self.value = value
      self.matchedQuantity = matchedQuantity
      self.unmatchedQuantity = unmatchedQuantity
      self.matchedValue = matchedValue
      self.unmatchedValue = unmatchedValue
      self.medianDaysToReturn = medianDaysToReturn
    }
  }
}
