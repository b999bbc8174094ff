internal import PipelineModel
internal import Platform

/// What a workbook says of itself: its sheets of cells, and from when its days are counted.
struct WorkbookContent {
  /// The names of the sheets, in the workbook's order; sheets that hold a chart alone are none.
  let sheets: [String]
  /// What its numbers for times count from.
  let serialTimes: LoadedTable.SerialTimes

  private static let limit = 16 << 20

  /// Reads a workbook's parts.
  /// - Throws: `StageFailure` where the file is no workbook.
  init(_ path: String) throws {
    do {
      (sheets, serialTimes) = try MappedFile.withBytes(path) { bytes in
        let book = try ZipFile.entry("xl/workbook.xml", of: bytes, limit: Self.limit).map(Self.elements) ?? []
        let relations =
          try ZipFile.entry("xl/_rels/workbook.xml.rels", of: bytes, limit: Self.limit).map(Self.elements) ?? []
        // Of a relation that is not known, the sheet is taken for one of cells.
        let others = Set(
          relations.filter {
            Self.isNamed("Relationship", $0) && Self.attribute("Type", $0)?.hasSuffix("/worksheet") == false
          }
          .compactMap { Self.attribute("Id", $0) })
        let names = book.filter {
          Self.isNamed("sheet", $0) && !(Self.attribute("id", $0).map(others.contains) ?? false)
        }
        .compactMap { Self.attribute("name", $0) }
        let isFrom1904 = book.contains {
          Self.isNamed("workbookPr", $0) && ["1", "true"].contains(Self.attribute("date1904", $0))
        }
        return (names, isFrom1904 ? .from1904 : .from1900)
      }
    } catch let error as InflateError {
      throw StageFailure("this is no Excel workbook (.xlsx): \(error)", mend: "save it from Excel as .xlsx, or as csv")
    }
    guard !sheets.isEmpty else { throw StageFailure("this is no Excel workbook: it names no sheet of cells") }
  }

  // MARK: - XML

  /// What stands behind each `<`.
  private static func elements(_ xml: [UInt8]) -> [Substring] {
    String(decoding: xml, as: UTF8.self).split(separator: "<")
  }

  /// Whether an element has a name, with or without a prefix.
  private static func isNamed(_ name: String, _ element: Substring) -> Bool {
    let found = element.prefix { !" />\t\r\n".contains($0) }
    return found == name || found.hasSuffix(":" + name)
  }

  /// The value of an element's attribute, whose name may have a prefix; nil where it has none.
  private static func attribute(_ name: String, _ element: Substring) -> String? {
    var rest = element.drop { !" \t\r\n".contains($0) }
    while let equals = rest.firstIndex(of: "=") {
      let found = rest[..<equals].split { " \t\r\n".contains($0) }.last ?? ""
      guard let open = rest[equals...].firstIndex(where: { "\"'".contains($0) }) else { return nil }
      let start = rest.index(after: open)
      guard let end = rest[start...].firstIndex(of: rest[open]) else { return nil }
      if found == name || found.hasSuffix(":" + name) { return unescaped(rest[start..<end]) }
      rest = rest[rest.index(after: end)...]
    }
    return nil
  }

  private static func unescaped(_ text: Substring) -> String {
    var result = ""
    var rest = text
    while let start = rest.firstIndex(of: "&") {
      result += rest[..<start]
      guard let end = rest[start...].firstIndex(of: ";") else { break }
      let name = rest[rest.index(after: start)..<end]
      let named = ["amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'"][String(name)]
      let code = name.hasPrefix("#x") ? UInt32(name.dropFirst(2), radix: 16) : UInt32(name.dropFirst())
      result += named ?? code.flatMap(Unicode.Scalar.init).map { String(Character($0)) } ?? ""
      rest = rest[rest.index(after: end)...]
    }
    return result + rest
  }
}
