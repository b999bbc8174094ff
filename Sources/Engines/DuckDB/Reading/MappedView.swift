internal import DuckDB
internal import PipelineModel

/// The SELECT that turns a loaded table into rows of `source`: every column of a line as text and, where it is no text,
/// as a value, NULL where the text is none.
struct MappedView {
  let table: LoadedTable
  let columns: MappedColumns
  let decimal: SourceOptions.DecimalMark

  /// Functions that the SELECT uses.
  ///
  /// Numbers: the mark before decimals as declared; the other one, a space or an apostrophe may stand between groups of
  /// three digits, a sign of a currency before or behind, the sign of the number before either. Anything else is no number.
  static let functions = #"""
    CREATE OR REPLACE TEMP MACRO bare_number(x) AS
      regexp_replace(x, '(?i)^[\s\x{00A0}]*([-+]?)(EUR|USD|GBP|CHF|BRL|JPY|R\$|[€$£¥])?[\s\x{00A0}]*([-+]?.*?)[\s\x{00A0}]*(EUR|USD|GBP|CHF|BRL|JPY|R\$|[€$£¥])?[\s\x{00A0}]*$', '\1\3');
    CREATE OR REPLACE TEMP MACRO grouped_point(x) AS
      CASE
        WHEN regexp_full_match(x, '[-+]?[0-9]{1,3}([, ''’\x{00A0}\x{202F}][0-9]{3})+(\.[0-9]*)?')
        THEN regexp_replace(x, '[, ''’\x{00A0}\x{202F}]', '', 'g')
        WHEN regexp_full_match(x, '[-+]?([0-9]+(\.[0-9]*)?|\.[0-9]+)') THEN x
      END;
    CREATE OR REPLACE TEMP MACRO grouped_comma(x) AS
      CASE
        WHEN regexp_full_match(x, '[-+]?[0-9]{1,3}([. ''’\x{00A0}\x{202F}][0-9]{3})+(,[0-9]*)?')
        THEN replace(regexp_replace(x, '[. ''’\x{00A0}\x{202F}]', '', 'g'), ',', '.')
        WHEN regexp_full_match(x, '[-+]?([0-9]+(,[0-9]*)?|,[0-9]+)') THEN replace(x, ',', '.')
      END;
    CREATE OR REPLACE TEMP MACRO number_point(x) AS
      COALESCE(parse_money(x), TRY_CAST(grouped_point(bare_number(x)) AS DECIMAL(18, 4)));
    CREATE OR REPLACE TEMP MACRO number_comma(x) AS
      COALESCE(
        CASE WHEN NOT contains(x, '.') THEN parse_money(replace(x, ',', '.')) END,
        TRY_CAST(grouped_comma(bare_number(x)) AS DECIMAL(18, 4)));
    CREATE OR REPLACE TEMP MACRO serial_time(x) AS
      TIMESTAMP '1899-12-30' + to_milliseconds(CAST(round(TRY_CAST(x AS DOUBLE) * 86400000) AS BIGINT));
    CREATE OR REPLACE TEMP MACRO field_between(x, delimiter) AS
      CASE
        WHEN x IS NULL THEN ''
        WHEN contains(x, delimiter) OR contains(x, '"') OR contains(x, chr(10)) OR contains(x, chr(13))
        THEN '"' || replace(x, '"', '""') || '"'
        ELSE x
      END
    """#

  var select: String {
    var parts = CanonicalColumn.allCases.map { column in
      "\(text(column) ?? "CAST(NULL AS VARCHAR)") AS \(SQL.quoteIdentifier(column.rawValue))"
    }
    parts.append("\(time) AS occurred_value")
    for column in CanonicalColumn.allCases where column.isNumber {
      parts.append("\(column == .lineNumber ? line : number(column)) AS \(column.rawValue)_value")
    }
    parts.append("\(isReturn) AS is_return_value")
    for column in [CanonicalColumn.orderID, .productID, .quantity, .unitPrice] {
      parts.append("\(columns[column] == nil ? "FALSE" : "TRUE") AS has_\(column.rawValue)")
    }
    parts += ["\(raw) AS raw", "\(rest) AS rest", "source_file", "source_line"]
    return "SELECT \(parts.joined(separator: ",\n")) FROM \(SQL.quoteIdentifier(table.relation))"
  }

  // MARK: - Columns

  private func text(_ column: CanonicalColumn) -> String? {
    guard let entry = columns[column] else { return nil }
    if let constant = entry.mapping.constant { return SQL.quoteLiteral(constant) }
    let parts = entry.places.map(LoadedTable.column)
    return parts.count == 1 ? parts[0] : "NULLIF(concat_ws(' ', \(parts.joined(separator: ", "))), '')"
  }

  private func isWritten(_ entry: MappedColumns.Entry) -> Bool {
    entry.mapping.constant != nil || entry.places.contains { table.isWritten[$0] }
  }

  /// The one column of an entry with its own type, where it has that type.
  private func typed(_ entry: MappedColumns.Entry, _ type: LoadedTable.ColumnType) -> String? {
    guard entry.mapping.constant == nil, entry.mapping.formats.isEmpty, entry.places.count == 1,
      table.typed[entry.places[0]] == type
    else { return nil }
    return LoadedTable.value(entry.places[0])
  }

  private var time: String {
    guard let entry = columns[.occurredAt], let text = text(.occurredAt) else { return "CAST(NULL AS TIMESTAMP)" }
    if let value = typed(entry, .time) {
      return "CASE WHEN \(value) BETWEEN '1900-01-01' AND '2201-01-01' THEN CAST(\(value) AS TIMESTAMP) END"
    }
    let formats = entry.mapping.formats.filter { !ColumnMapping.numericFormats.contains($0) }
    var ways: [String] = []
    if !isWritten(entry) || entry.mapping.formats.isEmpty {
      ways.append("CASE WHEN NOT contains(\(text), '/') THEN parse_timestamp(\(text)) END")
    }
    if let times = table.serialTimes ?? (entry.mapping.formats.contains("excel") ? .from1900 : nil) {
      ways.append("CASE WHEN TRY_CAST(\(text) AS DOUBLE) BETWEEN 1 AND 200000 THEN \(times.time(text)) END")
    }
    if isWritten(entry), !formats.isEmpty {
      let list = formats.map { SQL.quoteLiteral($0) }.joined(separator: ", ")
      ways.append("CAST(TRY_STRPTIME(trim(\(text)), [\(list)]) AS TIMESTAMP)")
    }
    if entry.mapping.formats.contains("unix") { ways.append(unix(text, 1_000_000)) }
    if entry.mapping.formats.contains("unix_ms") { ways.append(unix(text, 1000)) }
    let value = ways.count == 1 ? ways[0] : "COALESCE(\(ways.joined(separator: ", ")))"
    // A year that nobody sold in is a misread format.
    return "CASE WHEN year(\(value)) BETWEEN 1900 AND 2200 THEN \(value) END"
  }

  private func unix(_ text: String, _ factor: Int) -> String {
    // The outer bound is in microseconds: what passes it is no time, and must not fail the whole file.
    let exact = "CAST(TRY_CAST(\(text) AS DECIMAL(24, 6)) AS DECIMAL(38, 6))"
    return "make_timestamp(CAST(TRY_CAST(round(\(exact) * \(factor)) AS DECIMAL(18, 0)) AS BIGINT))"
  }

  private func number(_ column: CanonicalColumn) -> String {
    guard let entry = columns[column], let text = text(column) else { return "CAST(NULL AS DECIMAL(18, 4))" }
    if let value = typed(entry, .number) { return "TRY_CAST(\(value) AS DECIMAL(18, 4))" }
    guard isWritten(entry) else { return "parse_money(\(text))" }
    let isNumber = entry.mapping.constant != nil || entry.places.allSatisfy(table.numbers.contains)
    let mark = isNumber ? .point : entry.mapping.decimal ?? decimal
    guard mark == .comma else { return "number_point(\(text))" }
    guard entry.places.count == 1, table.plain.contains(entry.places[0]) else { return "number_comma(\(text))" }
    return """
      CASE WHEN regexp_full_match(\(text), '[-+]?[0-9]+(\\.[0-9]+)?(e[-+]?[0-9]+)?') THEN parse_money(\(text))
      ELSE number_comma(\(text)) END
      """
  }

  /// What tells lines of an order apart: a whole number itself, of anything else a number that stands for it.
  private var line: String {
    guard let text = text(.lineNumber) else { return "CAST(NULL AS BIGINT)" }
    let number = number(.lineNumber)
    return """
      COALESCE(
        CASE WHEN regexp_full_match(\(text), '[-+]?[0-9]+') THEN TRY_CAST(\(text) AS BIGINT) END,
        CASE WHEN \(number) = floor(\(number)) THEN CAST(\(number) AS BIGINT) END,
        CASE WHEN trim(\(text)) <> '' THEN CAST(hash(\(text)) >> 1 AS BIGINT) END)
      """
  }

  private var isReturn: String {
    guard let entry = columns[.isReturn], let text = text(.isReturn) else { return "FALSE" }
    let values = entry.mapping.values.isEmpty ? ReturnWords.yes.sorted() : entry.mapping.values.map { $0.lowercased() }
    return "COALESCE(lower(trim(\(text))) IN (\(values.map { SQL.quoteLiteral($0) }.joined(separator: ", "))), FALSE)"
  }

  // MARK: - The row

  /// The row as it stood in its file.
  private var raw: String {
    let delimiter = SQL.quoteLiteral(table.delimiter)
    let fields = table.headers.indices.map { "field_between(\(LoadedTable.column($0)), \(delimiter))" }
    return "concat_ws(\(delimiter), \(fields.joined(separator: ", ")))"
  }

  /// A number that stands for what the row holds beside its mapped columns: rows that differ there only are no
  /// duplicates. NULL where there is nothing beside.
  private var rest: String {
    let used = Set(columns.entries.flatMap(\.places))
    let others = table.headers.indices.filter { !used.contains($0) }.map(LoadedTable.column)
    return others.isEmpty
      ? "CAST(NULL AS BIGINT)" : "CAST(hash(\(others.joined(separator: ", "))) >> 1 AS BIGINT)"
  }
}
