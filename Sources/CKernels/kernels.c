#include "palier_kernels.h"

#include <math.h>

// Clang may fuse a product and a sum on some processors, which rounds differently.
#pragma STDC FP_CONTRACT OFF
// Vectors are passed between inlined functions alone: no calling convention is at stake.
#pragma clang diagnostic ignored "-Wpsabi"

// As aligned as Swift aligns them.
typedef double lanes __attribute__((vector_size(32), aligned(16)));
typedef float floats __attribute__((vector_size(16)));
typedef long flags __attribute__((vector_size(32), aligned(16)));

#define TARGET
#define NAME(name) name##_base
#include "kernels.inc"
#undef TARGET
#undef NAME

#if defined(__x86_64__)
// Without FMA, on purpose.
#define TARGET __attribute__((target("avx2")))
#define NAME(name) name##_wide
#include "kernels.inc"
#undef TARGET
#undef NAME
#endif

static int is_base_only = 0;

void palier_kernels_keep_to_base(int yes) { __atomic_store_n(&is_base_only, yes, __ATOMIC_RELAXED); }

int palier_kernels_are_wide(void) {
#if defined(__x86_64__)
  return !__atomic_load_n(&is_base_only, __ATOMIC_RELAXED) && __builtin_cpu_supports("avx2");
#else
  return 0;
#endif
}

void palier_lloyd_update(const palier_leaves *points, const palier_lloyd_cache *cache,
                         const palier_lloyd_scratch *scratch, const palier_centroids *centroids, long first, long last,
                         double *table) {
#if defined(__x86_64__)
  if (palier_kernels_are_wide()) {
    lloyd_update_wide(points, cache, scratch, centroids, first, last, table);
    return;
  }
#endif
  lloyd_update_base(points, cache, scratch, centroids, first, last, table);
}

void palier_pair_sums(long width, const double *rows, long row_count, const double *columns, long column_count,
                      double *across, double *down) {
#if defined(__x86_64__)
  if (palier_kernels_are_wide()) {
    pair_sums_wide(width, rows, row_count, columns, column_count, across, down);
    return;
  }
#endif
  pair_sums_base(width, rows, row_count, columns, column_count, across, down);
}
