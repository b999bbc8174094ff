/// The parts of a workbook that tell what it holds (ECMA-376, part 1).
enum WorkbookParts {
  static let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
  private static let package = "http://schemas.openxmlformats.org/package/2006"
  private static let document = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
  private static let type = "application/vnd.openxmlformats-officedocument.spreadsheetml"
  static let head = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"

  /// Every part but the sheets, for sheets of these names.
  static func all(_ sheets: [String]) -> [(name: String, xml: String)] {
    [
      ("[Content_Types].xml", types(sheets.count)),
      (
        "_rels/.rels",
        "\(head)<Relationships xmlns=\"\(package)/relationships\"><Relationship Id=\"rId1\" "
          + "Type=\"\(document)/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
      ),
      ("xl/workbook.xml", book(sheets)), ("xl/_rels/workbook.xml.rels", relations(sheets.count)),
      ("xl/styles.xml", WorkbookStyles.xml),
    ]
  }

  /// Where the sheet of a number, from 1, stands.
  static func sheetPath(_ number: Int) -> String { "xl/worksheets/sheet\(number).xml" }

  private static func types(_ count: Int) -> String {
    let sheets = (1...count).map { "<Override PartName=\"/\(sheetPath($0))\" ContentType=\"\(type).worksheet+xml\"/>" }
    return head + "<Types xmlns=\"\(package)/content-types\"><Default Extension=\"rels\" "
      + "ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
      + "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
      + "<Override PartName=\"/xl/workbook.xml\" ContentType=\"\(type).sheet.main+xml\"/>"
      + "<Override PartName=\"/xl/styles.xml\" ContentType=\"\(type).styles+xml\"/>\(sheets.joined())</Types>"
  }

  private static func book(_ sheets: [String]) -> String {
    let list = sheets.enumerated().map {
      "<sheet name=\"\(escaped($1))\" sheetId=\"\($0 + 1)\" r:id=\"rId\($0 + 1)\"/>"
    }
    return head + "<workbook xmlns=\"\(main)\" xmlns:r=\"\(document)\"><sheets>\(list.joined())</sheets></workbook>"
  }

  private static func relations(_ count: Int) -> String {
    let sheets = (1...count).map {
      "<Relationship Id=\"rId\($0)\" Type=\"\(document)/worksheet\" Target=\"worksheets/sheet\($0).xml\"/>"
    }
    return head + "<Relationships xmlns=\"\(package)/relationships\">\(sheets.joined())"
      + "<Relationship Id=\"rId\(count + 1)\" Type=\"\(document)/styles\" Target=\"styles.xml\"/></Relationships>"
  }

  /// A text inside an element or a double-quoted attribute.
  static func escaped(_ text: String) -> String {
    var out = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": out += "&amp;"
      case "<": out += "&lt;"
      case ">": out += "&gt;"
      case "\"": out += "&quot;"
      case let scalar where scalar.value < 32 || scalar.value == 0xFFFE || scalar.value == 0xFFFF: out += " "
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out
  }

  /// The letters of a column, from 0: A, B … Z, AA.
  static func letters(_ column: Int) -> String {
    var letters = ""
    var rest = column + 1
    while rest > 0 {
      letters = String(UnicodeScalar(UInt8(65 + (rest - 1) % 26))) + letters
      rest = (rest - 1) / 26
    }
    return letters
  }

  /// A sheet's name: 31 characters, none of those that a name may not have, none twice whatever the case.
  static func sheetName(_ wish: String, besides taken: [String]) -> String {
    let clean = String(wish.map { "[]:*?/\\'".contains($0) ? "_" : $0 })
    let known = Set(taken.map { $0.lowercased() })
    for number in 1... {
      let suffix = number == 1 ? "" : " (\(number))"
      let name = String(clean.prefix(31 - suffix.count)) + suffix
      if !known.contains(name.lowercased()) { return name }
    }
    return clean
  }
}
