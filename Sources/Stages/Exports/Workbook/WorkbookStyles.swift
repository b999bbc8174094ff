/// The looks that cells can have.
enum WorkbookStyles {
  static let general = 0
  static let header = 1
  static let whole = 2
  static let amount = 3
  static let percent = 4
  static let ratio = 5
  static let day = 6
  static let instant = 7
  static let link = 8

  /// The part `xl/styles.xml`.
  static let xml = """
    <?xml version="1.0" encoding="UTF-8" standalone="yes"?>
    <styleSheet xmlns="\(WorkbookParts.main)"><numFmts count="4"><numFmt numFmtId="164" formatCode="0.0%"/>\
    <numFmt numFmtId="165" formatCode="0.00##"/><numFmt numFmtId="166" formatCode="yyyy\\-mm\\-dd"/>\
    <numFmt numFmtId="167" formatCode="yyyy\\-mm\\-dd\\ hh:mm"/></numFmts><fonts count="3">\
    <font><sz val="11"/><name val="Calibri"/><family val="2"/></font>\
    <font><b/><sz val="11"/><color rgb="FFFFFFFF"/><name val="Calibri"/><family val="2"/></font>\
    <font><u/><sz val="11"/><color rgb="FF1B5A8C"/><name val="Calibri"/><family val="2"/></font></fonts>\
    <fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>\
    <fill><patternFill patternType="solid"><fgColor rgb="FF1B5A8C"/><bgColor indexed="64"/></patternFill></fill></fills>\
    <borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>\
    <cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>\
    <cellXfs count="9">\(formats.map(cell).joined())</cellXfs>\
    <cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>
    """

  /// Number format, font and fill of each look, in the order of their numbers.
  private static let formats = [
    (0, 0, 0), (0, 1, 2), (3, 0, 0), (4, 0, 0), (164, 0, 0), (165, 0, 0), (166, 0, 0), (167, 0, 0), (0, 2, 0),
  ]

  private static func cell(_ format: (number: Int, font: Int, fill: Int)) -> String {
    "<xf numFmtId=\"\(format.number)\" fontId=\"\(format.font)\" fillId=\"\(format.fill)\" borderId=\"0\" xfId=\"0\" "
      + "applyNumberFormat=\"1\" applyFont=\"1\" applyFill=\"1\"/>"
  }
}
