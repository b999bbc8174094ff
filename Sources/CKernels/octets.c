#include "palier_octets.h"

#include <math.h>

#include "palier_kernels.h"

// Clang may fuse a product and a sum on some processors, which rounds differently: only where it is asked to.
#pragma STDC FP_CONTRACT OFF
// Vectors are passed between inlined functions alone: no calling convention is at stake.
#pragma clang diagnostic ignored "-Wpsabi"

typedef float eights __attribute__((vector_size(32)));
typedef int signs __attribute__((vector_size(32)));
typedef double doubles __attribute__((vector_size(64), aligned(32)));
typedef long wide_signs __attribute__((vector_size(64), aligned(32)));

#if defined(__x86_64__)
#define TARGET
#define NAME(name) name##_base
#define MULTIPLY_ADD(a, b, c) ((a) * (b) + (c))
#define MASK_BITS(mask)                                                                      \
  (__builtin_ia32_movmskps(__builtin_shufflevector((eights)(mask), (eights)(mask), 0, 1, 2, 3)) | \
   __builtin_ia32_movmskps(__builtin_shufflevector((eights)(mask), (eights)(mask), 4, 5, 6, 7)) << 4)
#include "octets.inc"
#undef TARGET
#undef NAME
#undef MULTIPLY_ADD
#undef MASK_BITS

#define TARGET __attribute__((target("avx2,fma")))
#define NAME(name) name##_wide
#define MULTIPLY_ADD(a, b, c) __builtin_elementwise_fma(a, b, c)
#define MASK_BITS(mask) __builtin_ia32_movmskps256((eights)(mask))
#include "octets.inc"

#define DISPATCH(name, ...) \
  (palier_kernels_are_wide() && __builtin_cpu_supports("fma") ? name##_wide(__VA_ARGS__) : name##_base(__VA_ARGS__))
#else
#define TARGET
#define NAME(name) name##_base
#define MULTIPLY_ADD(a, b, c) ((a) * (b) + (c))
#include "octets.inc"

#define DISPATCH(name, ...) name##_base(__VA_ARGS__)
#endif

int palier_octets_lloyd(const palier_octets *points, const palier_octet_scratch *scratch, long k, double *centroids,
                        double threshold, long most, long *iterations) {
  return DISPATCH(octets_lloyd, points, scratch, k, centroids, threshold, most, iterations);
}

double palier_octets_inertia(const palier_octets *points, long k, const double *centroids) {
  return DISPATCH(octets_inertia, points, k, centroids);
}

double palier_octets_lower(const palier_octets *points, const palier_octet_scratch *scratch, const float *seed,
                           int is_first) {
  return DISPATCH(octets_lower, points, scratch, seed, is_first);
}

void palier_octets_trials(const palier_octets *points, const palier_octet_scratch *scratch, const float *seeds,
                          long trials, double *sums) {
  DISPATCH(octets_trials, points, scratch, seeds, trials, sums);
}
