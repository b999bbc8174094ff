internal import JSON
internal import Platform

/// What a check found, where a count of rows does not say it: facts, from which each display makes its words.
public enum CheckFinding: Sendable, Hashable {
  /// From when an age is counted.
  public enum Base: String, Sendable, Hashable {
    case run, asOf = "as_of"

    fileprivate var word: String { self == .run ? "this run" : "as_of" }
  }

  /// Why two versions were not compared.
  public enum Obstacle: Sendable, Hashable {
    /// The current version is damaged: how.
    case damaged(String)
    /// The current version has no such output.
    case noOutput(String)
    /// The current version has other columns: what the engine says.
    case otherColumns(String)
  }

  /// Fewer rows than there must be.
  case tooFewRows(Int, atLeast: Int)
  /// More rows than there may be.
  case tooManyRows(Int, atMost: Int)
  /// Columns that are not as promised.
  case columns([ColumnDifference])
  /// A change past its bound, of an aggregate or, without one, of the number of rows. Before and after are nil where
  /// there is no value; the bound is in percent.
  case change(of: String?, before: Double, after: Double?, allowed: Double)
  /// A change that could not be measured.
  case notCompared(String?, Obstacle)
  /// So many keys stand more than once.
  case repeatedKeys(Int)
  /// Too large a share of rows was rejected: how many, of how many, the share allowed, and the most frequent reasons.
  case rejected(Int, of: Int, allowed: Double, often: [Often])
  /// The newest value of a column is too old. Times are microseconds since 1970 UTC.
  case tooOld(column: String, newest: Int, at: Int, base: Base, allowed: Age)
  /// A column holds no time at all.
  case noTime(column: String, base: Base, allowed: Age)
  /// The newest data of a source are too old.
  case sourceTooOld(newest: Int, at: Int, allowed: Age)
  /// Nothing of a source tells its time.
  case sourceWithoutTime(allowed: Age)
  /// What another version of Palier found, in its words.
  case words(String)

  /// A reason with how often it occurred.
  public struct Often: Sendable, Hashable {
    /// The reason, without the values that it quotes.
    public var reason: String
    /// Rows.
    public var count: Int

    /// Makes a count.
    public init(_ reason: String, _ count: Int) {
      self.reason = reason
      self.count = count
    }
  }

  /// The finding in English, in one line or a few.
  public var text: String {
    switch self {
    case .tooFewRows(let rows, let bound): return "\(rows) rows; at least \(bound) are expected"
    case .tooManyRows(let rows, let bound): return "\(rows) rows; at most \(bound) are expected"
    case .columns(let differences):
      let count = differences.count == 1 ? "1 column differs" : "\(differences.count) columns differ"
      return ([count] + differences.map(\.text)).joined(separator: "\n")
    case .change(let what, let before, let after, let allowed):
      return Self.change(what ?? "rows", before, after, allowed)
    case .notCompared(let what, let obstacle):
      let why =
        switch obstacle {
        case .damaged(let damage): "is damaged: \(damage)"
        case .noOutput(let name): "has no \(name)"
        case .otherColumns(let message): "has other columns (\(message))"
        }
      return "\(what ?? "rows") not compared: the current version \(why)"
    case .repeatedKeys(let count): return "\(count) \(count == 1 ? "key stands" : "keys stand") more than once"
    case .rejected(let count, let all, let allowed, let often):
      let share = NumberText.significantPercent(Double(count) / Double(max(1, all)))
      return "\(count) of \(all) rows (\(share)) were rejected; at most "
        + "\(NumberText.significantPercent(allowed)) is allowed\nmost often: "
        + often.map { "\($0.reason) (\($0.count))" }.joined(separator: "; ")
    case .tooOld(let column, let newest, let time, let base, let allowed):
      return "the newest \(column) is \(Instant(microseconds: newest)), \(Self.age(newest, time)) before \(base.word) "
        + "(\(Instant(microseconds: time))); at most \(allowed) is allowed"
    case .noTime(let column, let base, let allowed):
      return "no \(column) at all; at most \(allowed) before \(base.word) is allowed"
    case .sourceTooOld(let newest, let time, let allowed):
      return
        "the newest data is \(Self.age(newest, time)) old (\(Instant(microseconds: newest))); at most \(allowed) is "
        + "allowed"
    case .sourceWithoutTime(let allowed):
      return "it holds no data that tells its time; at most \(allowed) old is allowed"
    case .words(let text): return text
    }
  }

  private static func age(_ newest: Int, _ time: Int) -> Age { Age(seconds: (time - newest) / 1_000_000) }

  private static func change(_ what: String, _ before: Double, _ after: Double?, _ allowed: Double) -> String {
    func text(_ value: Double) -> String {
      Int(exactly: value).map(String.init) ?? JSON.double((value * 100).rounded() / 100).text()
    }
    guard let after else { return "\(what): \(text(before)) before, no value now" }
    guard before != 0 else { return "\(what): 0 before, \(text(after)) now" }
    let percent = (after - before) / before.magnitude * 100
    return "\(what): \(text(before)) before, \(text(after)) now "
      + "(\(percent > 0 ? "+" : "")\(text((percent * 10).rounded() / 10)) %); at most \(text(allowed)) % is allowed"
  }
}
