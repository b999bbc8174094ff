#include "palier_digest.h"

#include <string.h>

// Constants of FIPS 180-4, section 4.2.2.
static const uint32_t round_constants[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

static inline uint32_t rotate_right(uint32_t x, int n) { return (x >> n) | (x << (32 - n)); }

static void compress_portable(uint32_t state[8], const uint8_t *block, size_t blocks) {
  for (; blocks > 0; blocks--, block += 64) {
    uint32_t w[64];
    for (int i = 0; i < 16; i++) {
      w[i] = (uint32_t)block[4 * i] << 24 | (uint32_t)block[4 * i + 1] << 16 | (uint32_t)block[4 * i + 2] << 8 |
             (uint32_t)block[4 * i + 3];
    }
    for (int i = 16; i < 64; i++) {
      uint32_t s0 = rotate_right(w[i - 15], 7) ^ rotate_right(w[i - 15], 18) ^ (w[i - 15] >> 3);
      uint32_t s1 = rotate_right(w[i - 2], 17) ^ rotate_right(w[i - 2], 19) ^ (w[i - 2] >> 10);
      w[i] = w[i - 16] + s0 + w[i - 7] + s1;
    }
    uint32_t a = state[0], b = state[1], c = state[2], d = state[3];
    uint32_t e = state[4], f = state[5], g = state[6], h = state[7];
    for (int i = 0; i < 64; i++) {
      uint32_t s1 = rotate_right(e, 6) ^ rotate_right(e, 11) ^ rotate_right(e, 25);
      uint32_t t1 = h + s1 + ((e & f) ^ (~e & g)) + round_constants[i] + w[i];
      uint32_t s0 = rotate_right(a, 2) ^ rotate_right(a, 13) ^ rotate_right(a, 22);
      uint32_t t2 = s0 + ((a & b) ^ (a & c) ^ (b & c));
      h = g, g = f, f = e, e = d + t1, d = c, c = b, b = a, a = t1 + t2;
    }
    state[0] += a, state[1] += b, state[2] += c, state[3] += d;
    state[4] += e, state[5] += f, state[6] += g, state[7] += h;
  }
}

#if defined(__x86_64__)
#include <immintrin.h>

// The SHA extensions work on the state as two vectors, {a,b,e,f} and {c,d,g,h}, and do two rounds an instruction.
__attribute__((target("sha,sse4.1,ssse3"))) static void compress_sha_ni(uint32_t state[8], const uint8_t *block,
                                                                         size_t blocks) {
  const __m128i big_endian = _mm_set_epi64x(0x0c0d0e0f08090a0bLL, 0x0405060700010203LL);
  __m128i abef = _mm_set_epi32((int)state[0], (int)state[1], (int)state[4], (int)state[5]);
  __m128i cdgh = _mm_set_epi32((int)state[2], (int)state[3], (int)state[6], (int)state[7]);
  for (; blocks > 0; blocks--, block += 64) {
    const __m128i abef_before = abef, cdgh_before = cdgh;
    __m128i w[4];
    for (int i = 0; i < 4; i++) {
      w[i] = _mm_shuffle_epi8(_mm_loadu_si128((const __m128i *)(block + 16 * i)), big_endian);
    }
    for (int quad = 0; quad < 16; quad++) {
      const __m128i k = _mm_loadu_si128((const __m128i *)(round_constants + 4 * quad));
      const __m128i current = w[quad & 3];
      __m128i sum = _mm_add_epi32(current, k);
      cdgh = _mm_sha256rnds2_epu32(cdgh, abef, sum);
      sum = _mm_shuffle_epi32(sum, 0x0e);
      abef = _mm_sha256rnds2_epu32(abef, cdgh, sum);
      if (quad < 12) {
        const __m128i next = w[(quad + 1) & 3], third = w[(quad + 2) & 3], last = w[(quad + 3) & 3];
        __m128i schedule = _mm_sha256msg1_epu32(current, next);
        schedule = _mm_add_epi32(schedule, _mm_alignr_epi8(last, third, 4));
        w[quad & 3] = _mm_sha256msg2_epu32(schedule, last);
      }
    }
    abef = _mm_add_epi32(abef, abef_before);
    cdgh = _mm_add_epi32(cdgh, cdgh_before);
  }
  state[0] = (uint32_t)_mm_extract_epi32(abef, 3), state[1] = (uint32_t)_mm_extract_epi32(abef, 2);
  state[4] = (uint32_t)_mm_extract_epi32(abef, 1), state[5] = (uint32_t)_mm_extract_epi32(abef, 0);
  state[2] = (uint32_t)_mm_extract_epi32(cdgh, 3), state[3] = (uint32_t)_mm_extract_epi32(cdgh, 2);
  state[6] = (uint32_t)_mm_extract_epi32(cdgh, 1), state[7] = (uint32_t)_mm_extract_epi32(cdgh, 0);
}

#include <cpuid.h>

int palier_sha256_is_accelerated(void) {
  unsigned a = 0, b = 0, c = 0, d = 0;
  if (!__get_cpuid(1, &a, &b, &c, &d) || !(c & (1u << 19)) || !(c & (1u << 9))) return 0;
  return __get_cpuid_count(7, 0, &a, &b, &c, &d) && (b & (1u << 29)) ? 1 : 0;
}

static void compress(uint32_t state[8], const uint8_t *block, size_t blocks) {
  if (blocks == 0) return;
  static int accelerated = -1;
  int use = __atomic_load_n(&accelerated, __ATOMIC_RELAXED);
  if (use < 0) {
    use = palier_sha256_is_accelerated();
    __atomic_store_n(&accelerated, use, __ATOMIC_RELAXED);
  }
  if (use) {
    compress_sha_ni(state, block, blocks);
  } else {
    compress_portable(state, block, blocks);
  }
}
#else
int palier_sha256_is_accelerated(void) { return 0; }

static void compress(uint32_t state[8], const uint8_t *block, size_t blocks) {
  compress_portable(state, block, blocks);
}
#endif

void palier_sha256_init(palier_sha256 *digest) {
  static const uint32_t initial[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                      0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
  memcpy(digest->state, initial, sizeof initial);
  digest->length = 0;
  digest->pending_count = 0;
}

void palier_sha256_update(palier_sha256 *digest, const void *bytes, size_t count) {
  const uint8_t *next = bytes;
  if (count == 0) return;
  digest->length += count;
  if (digest->pending_count > 0) {
    size_t room = 64 - digest->pending_count;
    size_t taken = count < room ? count : room;
    memcpy(digest->pending + digest->pending_count, next, taken);
    digest->pending_count += taken, next += taken, count -= taken;
    if (digest->pending_count < 64) return;
    compress(digest->state, digest->pending, 1);
    digest->pending_count = 0;
  }
  compress(digest->state, next, count / 64);
  next += count / 64 * 64, count %= 64;
  memcpy(digest->pending, next, count);
  digest->pending_count = count;
}

void palier_sha256_final(palier_sha256 *digest, uint8_t out[32]) {
  uint64_t bits = digest->length * 8;
  uint8_t tail[128] = {0};
  memcpy(tail, digest->pending, digest->pending_count);
  tail[digest->pending_count] = 0x80;
  size_t size = digest->pending_count < 56 ? 64 : 128;
  for (int i = 0; i < 8; i++) tail[size - 1 - (size_t)i] = (uint8_t)(bits >> (8 * i));
  compress(digest->state, tail, size / 64);
  for (int i = 0; i < 8; i++) {
    out[4 * i] = (uint8_t)(digest->state[i] >> 24), out[4 * i + 1] = (uint8_t)(digest->state[i] >> 16);
    out[4 * i + 2] = (uint8_t)(digest->state[i] >> 8), out[4 * i + 3] = (uint8_t)digest->state[i];
  }
}
