import Engines
import Testing

@Suite struct CSVSplitterTests {
  private func split(_ bytes: [UInt8], fields: Int = 2) -> [String] {
    bytes.withUnsafeBytes { raw in
      var splitter = CSVSplitter(raw, fieldCount: fields)
      var out: [String] = []
      while let (line, record) = splitter.next() {
        switch record {
        case .fields(let values): out.append("\(line):" + values.map { $0 ?? "∅" }.joined(separator: "|"))
        case .reject(let reason, let raw): out.append("\(line)!\(reason)!\(raw)")
        }
      }
      return out
    }
  }

  @Test(arguments: [
    ("h\na,b\n", ["2:a|b"]), ("h\r\na,b\r\n", ["2:a|b"]), ("h\na,b", ["2:a|b"]), ("\u{FEFF}h\na,\n", ["2:a|∅"]),
    ("h\n\"a,\"\"x\"\"\",b\n", ["2:a,\"x\"|b"]), ("h\n\"a\nb\",c\nd,e\n", ["2:a\nb|c", "4:d|e"]),
    ("h\n\n\na,b\n", ["4:a|b"]), ("h\na\n", ["2!1 fields instead of 2!a"]),
    ("h\na,b,c\n", ["2!3 fields instead of 2!a,b,c"]), ("h\na,b,,\n", ["2:a|b"]),
    ("h\n\"a,b\nc,d\n", ["2!a quote is never closed!\"a,b", "3:c|d"]),
    ("h\n\"a\"x,b\nc,d\n", ["2!text after a closing quote!\"a\"x,b", "3:c|d"]), ("h\n", []), ("h", []), ("", []),
    ("h\na\u{0},b\n", ["2!a NUL byte!a\u{0},b"]), ("h\nä,é\n", ["2:ä|é"]),
  ])
  func recordsAndRejects(text: String, expected: [String]) {
    #expect(split(Array(text.utf8)) == expected)
  }

  @Test func textThatIsNoUTF8IsRejected() {
    #expect(split([0x68, 0x0A, 0x61, 0x2C, 0xFF, 0x0A, 0x62, 0x2C, 0x63]) == ["2!not UTF-8!a,\u{FFFD}", "3:b|c"])
  }

  /// Seeded noise over the bytes that matter: every line of the file is in exactly one record or reject, or is blank.
  @Test func everyLineIsAccountedFor() {
    var state: UInt64 = 1
    func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    let alphabet = Array("ab,,\"\"\n\n\r é;\u{0}".utf8) + [0xFF]
    for _ in 0..<3000 {
      let bytes = Array("h\n".utf8) + (0..<next(60)).map { _ in alphabet[next(alphabet.count)] }
      let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
      let blank = lines.indices.dropFirst().filter { lines[$0].isEmpty || lines[$0].elementsEqual([0x0D]) }
      bytes.withUnsafeBytes { raw in
        var splitter = CSVSplitter(raw, fieldCount: 2)
        var covered: [Int] = []
        while let (line, record) = splitter.next() {
          var span = 1
          if case .fields(let values) = record {
            span += values.reduce(0) { $0 + ($1?.utf8.filter { $0 == 0x0A }.count ?? 0) }
          }
          covered += (line..<line + span).map { $0 - 1 }
        }
        let inside = Set(covered)
        #expect(inside.count == covered.count, "\(bytes)")
        let missing = lines.indices.dropFirst().filter { !inside.contains($0) && !blank.contains($0) }
        #expect(missing.isEmpty, "\(bytes): \(missing)")
      }
    }
  }

  @Test(arguments: [
    ("a\nb\n", 2, true), ("a\nb", 2, true), ("a\r\nb\r\n", 2, true), ("a\r\nb\n", 2, false), ("a\rb\n", 1, false),
    ("a\u{0}\n", 1, false), ("", 0, true), ("a\r\nb\r", 2, false),
  ])
  func aScanCountsLines(text: String, lines: Int, isRegular: Bool) {
    Array(text.utf8).withUnsafeBytes { bytes in
      let scan = CSVScan(bytes)
      #expect(scan.lines == lines && scan.isRegular == isRegular)
    }
  }
}
