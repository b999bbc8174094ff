#pragma once

#include <stddef.h>
#include <stdint.h>

/// State of a SHA-256 computation (FIPS 180-4).
typedef struct {
  uint32_t state[8];
  uint64_t length;
  uint8_t pending[64];
  size_t pending_count;
} palier_sha256;

/// Starts a computation.
void palier_sha256_init(palier_sha256 *digest);

/// Adds `count` bytes.
void palier_sha256_update(palier_sha256 *digest, const void *bytes, size_t count);

/// Writes the 32 bytes of the digest; the state must not be used afterwards.
void palier_sha256_final(palier_sha256 *digest, uint8_t out[32]);

/// 1 where the processor's own SHA instructions are in use, 0 where the portable code is.
int palier_sha256_is_accelerated(void);
