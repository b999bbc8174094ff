#pragma once

/// Kernels of clustering over observations stored four to a vector: feature j of vector v is at `(v * width + j) * 4`.
///
/// Each is built for the processor's base instructions and, on x86-64, for AVX2; a call takes the best that the
/// processor has. Both do the same operations in the same order, none of them fused: the results are the same bits.

/// Points laid out in leaves, as `PointLeaves` holds them.
typedef struct {
  long width;
  const long *starts;
  const long *sizes;
  const double *values;
  const double *low;
  const double *high;
  const double *sums;
} palier_leaves;

/// What is known of each leaf, as `LloydCache` holds it.
typedef struct {
  int *slots;
  int *slot_counts;
  double *margins;
  double *drifts;
  float *least_bounds;
  float *bounds;
  float *labels;
  double *sums;
} palier_lloyd_cache;

/// Working memory for one leaf at a time, the property of one thread.
typedef struct {
  int *kept;
  double *labels;
  int *doubtful;
  double *packed;
  unsigned char *is_dirty;
} palier_lloyd_scratch;

/// Centroids, row-major, and how far each has moved since the cache was last brought up to date.
typedef struct {
  long count;
  const double *values;
  const double *moves;
  double farthest_move;
} palier_centroids;

/// Brings leaves `first` ..< `last` up to date with moved centroids and adds their sums to a table of
/// count × (width + 1).
void palier_lloyd_update(const palier_leaves *points, const palier_lloyd_cache *cache,
                         const palier_lloyd_scratch *scratch, const palier_centroids *centroids, long first, long last,
                         double *table);

/// Distances between each of `row_count` points and each of `column_count` others: their sums per row, to `across`,
/// and per column, to `down`, which has room for whole vectors.
void palier_pair_sums(long width, const double *rows, long row_count, const double *columns, long column_count,
                      double *across, double *down);

/// 1 where the AVX2 kernels are in use.
int palier_kernels_are_wide(void);

/// Keeps to the base instructions, for tests; 0 goes back to the best.
void palier_kernels_keep_to_base(int yes);
