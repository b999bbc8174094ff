import SampleData
import Testing

@Suite("The random source")
struct RandomSourceTests {
  @Test("is splitmix64 and xoshiro256**, by their published first numbers")
  func known() {
    #expect(splitMix(0) == 0xE220_A839_7B1D_CDAF)
    #expect(splitMix(0x9E37_79B9_7F4A_7C15) == 0x6E78_9E6A_A1B9_65F4)
    var source = RandomSource(state: (1, 2, 3, 4))
    #expect((0..<4).map { _ in source.next() } == [11_520, 0, 1_509_978_240, 1_215_971_899_390_074_240])
  }
}
