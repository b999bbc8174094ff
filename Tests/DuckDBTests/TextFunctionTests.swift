import DuckDB
import Testing

/// Functions of our own that SQL calls.
@Suite struct TextFunctionTests {
  @Test func textsOfEveryLengthAndNulls() throws {
    let connection = try Connection(Database())
    try connection.register(
      "doubled",
      .text(capacity: 4096) { text, target in
        target.copyMemory(from: text)
        UnsafeMutableRawBufferPointer(rebasing: target[text.count...]).copyMemory(from: text)
        return 2 * text.count
      })
    try connection.register("is_long", .truth { $0.count > 12 })
    let rows = try connection.execute(
      """
      SELECT count(*), count(doubled(x)), count(*) FILTER (WHERE doubled(x) = x || x), count(is_long(x)),
        count(*) FILTER (WHERE is_long(x) = (strlen(x) > 12))
      FROM (SELECT CASE WHEN i % 7 = 0 THEN NULL ELSE repeat('é', i % 40) || (i // 3) END AS x FROM range(20000) AS r(i))
      """
    ).rows()
    let present = Value.int(Int64((0..<20_000).count { $0 % 7 != 0 }))
    #expect(rows == [[.int(20_000), present, present, present, present]])
  }

  @Test func aFunctionGoesWithItsDatabase() throws {
    final class Witness: Sendable {}
    weak var witness: Witness?
    do {
      let held = Witness()
      witness = held
      let connection = try Connection(Database())
      try connection.register("looks", .truth { _ in withExtendedLifetime(held) { true } })
      #expect(try connection.execute("SELECT looks('a')").rows() == [[.bool(true)]])
    }
    #expect(witness == nil)
  }
}
