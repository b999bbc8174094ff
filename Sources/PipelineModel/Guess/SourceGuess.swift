/// What the columns of a table mean, guessed from their names and their content.
public struct SourceGuess: Sendable {
  /// A column of a line, where it comes from, and how sure that is.
  public struct Entry: Sendable {
    /// The mapping.
    public var mapping: ColumnMapping
    /// Why.
    public var reason: String
  }

  /// The columns that were understood, in the order of a line.
  public private(set) var entries: [Entry] = []
  /// The mark before decimals.
  public private(set) var decimal: SourceOptions.DecimalMark = .point
  /// What should be looked at by a person.
  public private(set) var doubts: [String] = []
  /// Columns of a line that are needed and were not found.
  public private(set) var missing: [CanonicalColumn] = []

  private let headers: [String]
  private let columns: [[String?]]
  private let isWritten: [Bool]

  /// Guesses.
  ///
  /// - Parameters:
  ///   - headers: the columns' names.
  ///   - rows: some rows, one text or nil a column.
  ///   - isWritten: whether a column's texts are as people write them; typed columns are taken as they are.
  ///   - delimiter: what stands between the fields: `;` is a hint at a decimal comma, and at the day before the month.
  ///   - chosen: what a person said: column of a line to column of the table.
  ///   - formats: how times are written, where a person said so.
  public init(
    headers: [String], rows: [[String?]], isWritten: [Bool], delimiter: String, chosen: [CanonicalColumn: String] = [:],
    formats: [String] = []
  ) {
    self.headers = headers
    self.isWritten = isWritten
    columns = headers.indices.map { index in rows.map { index < $0.count ? $0[index] : nil } }
    guessDecimal(delimiter)
    var places = assign(chosen)
    findTime(&places, delimiter: delimiter, formats: formats)
    settleAmount(&places, chosen)
    entries = CanonicalColumn.allCases.compactMap { column in
      guard let place = places[column] else { return nil }
      var mapping = ColumnMapping(column, [headers[place]])
      if column == .occurredAt { mapping.formats = times?.formats ?? [] }
      let reason = chosen[column] == nil ? reasons[column] ?? "by its name" : "as you said"
      return Entry(mapping: mapping, reason: reason)
    }
    noteStrangeReturns(places)
    noteEmptyFields(places)
    missing = [.customerID, .occurredAt].filter { places[$0] == nil }
    if places[.amount] == nil, places[.unitPrice] == nil { missing.append(.amount) }
  }

  private var times: TimeGuess?
  private var reasons: [CanonicalColumn: String] = [:]

  /// The options of the source.
  public var options: SourceOptions {
    var options = SourceOptions()
    options.columns = entries.map(\.mapping)
    options.decimal = decimal
    return options
  }

  // MARK: - Steps

  private mutating func guessDecimal(_ delimiter: String) {
    var votes = (point: 0, comma: 0)
    for index in headers.indices where isWritten[index] {
      let guess = NumberGuess(columns[index])
      guard guess.isNumeric, TimeGuess(columns[index], prefersDayFirst: true) == nil else { continue }
      switch guess.mark {
      case .point?: votes.point += guess.pointOnly
      case .comma?: votes.comma += guess.commaOnly
      case nil: break
      }
    }
    decimal = votes.comma > votes.point ? .comma : .point
  }

  /// Gives each column of a line the header that fits best; a header serves once.
  private func assign(_ chosen: [CanonicalColumn: String]) -> [CanonicalColumn: Int] {
    var places: [CanonicalColumn: Int] = [:]
    for (column, name) in chosen { places[column] = headers.firstIndex(of: name) }
    var candidates: [(score: Int, column: Int, header: Int)] = []
    for (order, column) in CanonicalColumn.allCases.enumerated() where places[column] == nil {
      for index in headers.indices where !places.values.contains(index) {
        let score = ColumnNames.score(headers[index], column)
        if score > 0, fits(column, index) { candidates.append((score, order, index)) }
      }
    }
    for candidate in candidates.sorted(by: { ($1.score, $0.header, $0.column) < ($0.score, $1.header, $1.column) }) {
      let column = CanonicalColumn.allCases[candidate.column]
      if places[column] == nil, !places.values.contains(candidate.header) { places[column] = candidate.header }
    }
    return places
  }

  /// Whether the content can be that column.
  private func fits(_ column: CanonicalColumn, _ index: Int) -> Bool {
    let texts = columns[index]
    if texts.allSatisfy({ $0 == nil }) { return texts.isEmpty }
    if column == .occurredAt { return TimeGuess(texts, prefersDayFirst: true) != nil }
    if column.isNumber { return NumberGuess(texts).isNumeric }
    if column == .isReturn {
      let words = Set(texts.compactMap { $0.map(Self.word) })
      return words.isSubset(of: ReturnWords.yes.union(ReturnWords.no))
    }
    if [.customerID, .orderID, .productID].contains(column) {
      return !NumberGuess(texts).hasFraction || !NumberGuess(texts).isNumeric
        || texts.allSatisfy { $0?.hasSuffix(".0") ?? true }
    }
    return true
  }

  private static func word(_ text: String) -> String {
    String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()).lowercased()
  }

  /// A column called for returns in words that only a person can tell.
  private mutating func noteStrangeReturns(_ places: [CanonicalColumn: Int]) {
    guard places[.isReturn] == nil else { return }
    for index in headers.indices where !places.values.contains(index) {
      let words = Set(columns[index].compactMap { $0.map(Self.word) })
      guard ColumnNames.score(headers[index], .isReturn) > 0, words.count == 2, let first = words.min() else {
        continue
      }
      doubts.append(
        "\"\(headers[index])\" may tell returns, but not by \(words.sorted().joined(separator: " and ")): add "
          + "\"is_return\": { \"name\": \"\(headers[index])\", \"values\": [\"\(first)\"] } to \"columns\" where \(first) is one"
      )
    }
  }

  /// Rows without a value that every line needs would be rejected.
  private mutating func noteEmptyFields(_ places: [CanonicalColumn: Int]) {
    for column in [CanonicalColumn.occurredAt, .orderID, .amount, .unitPrice] {
      guard let place = places[column] else { continue }
      let empty = columns[place].count { ($0 ?? "").allSatisfy { $0 == " " } }
      guard empty * 50 > columns[place].count else { continue }
      doubts.append(
        "\"\(headers[place])\" is empty in \(empty) of \(columns[place].count) rows, which would be rejected: say "
          + "--column \(column.rawValue)=… if another column is meant")
    }
  }

  private mutating func findTime(_ places: inout [CanonicalColumn: Int], delimiter: String, formats: [String]) {
    if places[.occurredAt] == nil {
      let free = headers.indices.filter { !places.values.contains($0) }
      let found = free.filter { index in
        NumberGuess(columns[index]).others > 0 && TimeGuess(columns[index], prefersDayFirst: true) != nil
      }
      if found.count == 1 {
        places[.occurredAt] = found[0]
        reasons[.occurredAt] = "its content are times"
      }
    }
    guard let place = places[.occurredAt] else { return }
    if !formats.isEmpty || !isWritten[place] {
      times = TimeGuess(formats: formats)
      return
    }
    let isForeign = delimiter == ";" || decimal == .comma || headers.contains { !$0.allSatisfy(\.isASCII) }
    let english = ColumnNames.words(headers[place]).contains { ["date", "time", "day", "timestamp"].contains($0) }
    times = TimeGuess(columns[place], prefersDayFirst: isForeign || !english)
    if times?.isAmbiguous == true, let format = times?.formats.first {
      doubts.append(
        "\"\(headers[place])\" was read as \(format), but day and month could stand the other way round in every row seen: "
          + "say which with --date-format")
    }
  }

  /// A line has a total or a price. Where there are both, the total counts unless it is the price of one piece.
  private mutating func settleAmount(_ places: inout [CanonicalColumn: Int], _ chosen: [CanonicalColumn: String]) {
    if places[.amount] == nil, places[.unitPrice] == nil {
      let free = headers.indices.filter { index in
        let guess = NumberGuess(columns[index])
        return !places.values.contains(index) && guess.isNumeric && guess.hasFraction
      }
      if free.count == 1 {
        places[.amount] = free[0]
        reasons[.amount] = "the only column of amounts"
        doubts.append("\"\(headers[free[0]])\" is taken for the line's total: say --column unit_price=… if it is not")
      }
      return
    }
    guard places[.amount] != nil, places[.unitPrice] != nil else { return }
    if chosen[.unitPrice] != nil, chosen[.amount] == nil {
      places[.amount] = nil
    } else {
      places[.unitPrice] = nil
      reasons[.amount] = "by its name; the price of a piece is not needed beside it"
    }
  }
}

extension TimeGuess {
  fileprivate init(formats: [String]) { self.formats = formats }
}
