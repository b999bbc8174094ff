import Analytics
import Foundation
import TestSupport
import Testing

/// The CDNOW sample of B. Hardie, 2,357 customers, to 1997-09-30.
enum CDNOWSample {
  struct Customer {
    let repeats: Int64
    let lastDays: Int64
    let ageDays: Int64
    let meanSpend: Double?
  }

  static let absence: Comment = "needs cdnow/CDNOW_sample.txt in the folder that PALIER_DATA names"
  static var isThere: Bool { file.map { FileManager.default.fileExists(atPath: $0.path) } ?? false }
  private static var file: URL? { Repository.realData?.appendingPathComponent("cdnow/CDNOW_sample.txt") }

  static func customers() throws -> [Customer] {
    let text = try String(contentsOf: try #require(file), encoding: .utf8)
    var days: [String: [Int64: Double]] = [:]
    for line in text.split(whereSeparator: \.isNewline) {
      let fields = line.split(separator: " ")
      guard fields.count == 5, let date = Int64(fields[2]), let amount = Double(fields[4]) else { continue }
      guard date <= 19_970_930 else { continue }
      let parts = DateComponents(
        calendar: Calendar(identifier: .gregorian), timeZone: TimeZone(identifier: "UTC"), year: Int(date / 10_000),
        month: Int(date / 100 % 100), day: Int(date % 100))
      let day = Int64((parts.date ?? .distantPast).timeIntervalSince1970 / 86_400)
      days[String(fields[1]), default: [:]][day, default: 0] += amount
    }
    let end: Int64 = 10_134
    let customers = days.values.map { days -> Customer in
      let sorted = days.sorted { $0.key < $1.key }
      let first = sorted[0].key
      let later = sorted.dropFirst().map(\.value)
      return Customer(
        repeats: Int64(later.count), lastDays: sorted[sorted.count - 1].key - first, ageDays: end - first,
        meanSpend: later.isEmpty ? nil : (later.reduce(0, +) / Double(later.count) * 100 + 1e-6).rounded() / 100)
    }
    try #require(customers.count == 2357)
    return customers
  }

  /// Published figures are of weeks rounded to two decimals.
  static func history(_ customers: [Customer]) throws -> RepeatHistory {
    func weeks(_ days: Int64) -> Double { (Double(days) / 7 * 100).rounded() / 100 }
    return try RepeatHistory(
      repeats: customers.map { Double($0.repeats) }, lastAt: customers.map { weeks($0.lastDays) },
      age: customers.map { weeks($0.ageDays) })
  }
}
