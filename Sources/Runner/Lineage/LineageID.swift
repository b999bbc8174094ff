internal import Platform

/// Ids of OpenLineage runs: UUIDs of version 7 (RFC 9562) that follow from a run's id and a job's name alone, so that
/// writing a run's events again gives the same ids.
enum LineageID {
  /// The id of a job's run.
  ///
  /// - Parameters:
  ///   - run: the run's id, whose UTC time gives the first 48 bits.
  ///   - job: the job with its namespace, which tells apart the jobs of a run and the runs of two pipelines.
  static func uuid(run: String, job: String) -> String {
    let hash = SHA256.hex("\(run)\n\(job)")
    let time = String(milliseconds(run) & 0xFFFF_FFFF_FFFF, radix: 16)
    var digits = Array(String(repeating: "0", count: 12 - time.count) + time + hash.prefix(20))
    digits[12] = "7"
    // The variant: the two highest bits are 10.
    digits[16] = ["8", "9", "a", "b"][(digits[16].hexDigitValue ?? 0) & 3]
    let groups = [0..<8, 8..<12, 12..<16, 16..<20, 20..<32].map { String(digits[$0]) }
    return groups.joined(separator: "-")
  }

  /// Milliseconds since 1970 UTC of the time with which a run's id begins; 0 where it begins with none.
  private static func milliseconds(_ run: String) -> Int {
    Instant(stamp: run).map { $0.microseconds / 1000 } ?? 0
  }
}
