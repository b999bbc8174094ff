extension ReportModel {
  /// What the data look like: gaps, ranges, outliers, and when people buy.
  public struct Profile: Sendable {
    /// The columns as read, in their order.
    public var columns: [ColumnProfile]
    /// Measures with what lies far outside.
    public var measures: [MeasureProfile]
    /// Orders by weekday and hour.
    public var hours: [HourCount]
    /// Files that the columns were read from: distinct values are of the richest of them.
    public var files: Int

    /// Makes a profile.
    public init(columns: [ColumnProfile], measures: [MeasureProfile], hours: [HourCount], files: Int) {
      self.columns = columns
      self.measures = measures
      self.hours = hours
      self.files = files
    }
  }

  /// One column of the lines.
  public struct ColumnProfile: Sendable {
    /// The column's name.
    public var column: String
    /// Lines.
    public var lines: Int
    /// Lines without a value.
    public var nulls: Int
    /// About how many values there are; nil where nobody counted.
    public var distinct: Int?
    /// The least value as text.
    public var minimum: String?
    /// The greatest value as text.
    public var maximum: String?

    /// Makes a column.
    public init(column: String, lines: Int, nulls: Int, distinct: Int?, minimum: String?, maximum: String?) {
      self.column = column
      self.lines = lines
      self.nulls = nulls
      self.distinct = distinct
      self.minimum = minimum
      self.maximum = maximum
    }
  }

  /// How a measure of the kept lines is spread.
  public struct MeasureProfile: Sendable {
    /// `quantity`, `unit_price` or `amount`.
    public var measure: String
    /// Minimum, first quartile, median, third quartile, maximum.
    public var quantiles: [Double]
    /// The fences of Tukey: 1.5 interquartile ranges beyond the quartiles.
    public var fences: (low: Double, high: Double)
    /// Lines beyond them.
    public var outside: (low: Int, high: Int)
    /// Lines.
    public var lines: Int

    /// Makes a measure.
    public init(
      measure: String, quantiles: [Double], fences: (low: Double, high: Double), outside: (low: Int, high: Int),
      lines: Int
    ) {
      self.measure = measure
      self.quantiles = quantiles
      self.fences = fences
      self.outside = outside
      self.lines = lines
    }
  }

  /// Orders at one hour of one weekday.
  public struct HourCount: Sendable {
    /// The day, 1 is Monday.
    public var weekday: Int
    /// The hour, 0…23.
    public var hour: Int
    /// Distinct orders.
    public var orders: Int

    /// Makes a count.
    public init(weekday: Int, hour: Int, orders: Int) {
      self.weekday = weekday
      self.hour = hour
      self.orders = orders
    }
  }
}
