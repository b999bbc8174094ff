internal import JSON
internal import Report

/// The forms in which an id stands in files that are looked through byte by byte.
enum PersonSpelling {
  /// The id itself, and what it becomes in JSON, in the dashboard's scripts, in csv, in a workbook's XML, and as a number
  /// that went through a float.
  static func all(_ id: String) -> Set<String> {
    let json = String(JSON.string(id).text().dropFirst().dropLast())
    let xml = id.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    var spellings: Set = [
      id, json, ScriptData.escaped(json), id.replacing("\"", with: "\"\""), xml, xml.replacing("\"", with: "&quot;"),
    ]
    if id.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) { spellings.insert(id + ".0") }
    return spellings
  }
}
