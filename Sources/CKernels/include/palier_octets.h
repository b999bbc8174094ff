#pragma once

/// Lloyd's iteration and seeding over points stored eight to a block: feature j of octet o is at `(o * width + j) * 8`.
///
/// Each is built for the processor's base instructions and, on x86-64, for AVX2 with fused products. Results are the
/// same bits: what is compared in single precision is certain by more than any rounding, and what is not certain is
/// compared again in double precision, unfused; all sums are taken lane by lane in a fixed order.

/// Points in octets, as `PointOctets` holds them. The last octet is filled up with copies of its first point.
typedef struct {
  long width;
  long count;
  long octets;
  const double *values;
  /// The same relative to `center`, times `scale`, so that single precision suffices.
  const float *offsets;
  /// Upper bounds of the lengths of the offsets.
  const float *lengths;
  const double *center;
  double scale;
} palier_octets;

/// Working memory, the property of one thread: places for 8 × octets values where nothing else is said.
typedef struct {
  /// The drift of centroids up to which a label is sure to hold.
  float *bounds;
  int *labels;
  /// Squared distance to the nearest seed.
  float *closest;
  /// Sums of `closest` by block of `palier_octet_block` octets.
  double *block_sums;
  /// Octets to look at, octets that changed (one more place than octets), and the latter's earlier labels.
  int *looked;
  int *changed;
  int *before;
  /// k × (width + 1) × 8: centroids relative to the points' center, each value eight times.
  float *spread;
  /// k × width × 8: sums by cluster, feature and lane.
  double *sums;
  /// k: points by cluster.
  long *sizes;
} palier_octet_scratch;

/// Octets to a block of `block_sums`.
enum { palier_octet_block = 64 };

/// What ended a call of `palier_octets_lloyd`.
enum { palier_lloyd_stopped = 0, palier_lloyd_converged = 1, palier_lloyd_empty = 2 };

/// Lloyd's iteration from `centroids` (k × width, replaced by the result), until the sum of their squared shifts is no
/// more than `threshold` or `most` iterations are done.
///
/// Ends early, before it moves the centroids, when one of them has no point. `iterations` gets how often they were
/// moved.
int palier_octets_lloyd(const palier_octets *points, const palier_octet_scratch *scratch, long k, double *centroids,
                        double threshold, long most, long *iterations);

/// The sum of squared distances to the nearest of k centroids.
double palier_octets_inertia(const palier_octets *points, long k, const double *centroids);

/// Takes a seed, given as an offset, into `closest` and `block_sums`; returns the sum of all.
double palier_octets_lower(const palier_octets *points, const palier_octet_scratch *scratch, const float *seed,
                           int is_first);

/// What the sum of `closest` would be after each of some seeds.
void palier_octets_trials(const palier_octets *points, const palier_octet_scratch *scratch, const float *seeds,
                          long trials, double *sums);
