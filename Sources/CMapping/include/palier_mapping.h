#ifndef PALIER_MAPPING_H
#define PALIER_MAPPING_H

#include <stddef.h>

/// Guards the mapping of a file: where somebody cuts the file short, what lies past its end is read as zeros, instead
/// of ending the process by SIGBUS.
///
/// Returns a number for `palier_mapping_end`, or -1 where too many mappings are guarded; such a one is as any other.
int palier_mapping_begin(void *start, size_t size);

/// Ends the guard, before the mapping is taken away. Returns 1 where zeros were read in the place of bytes, else 0.
int palier_mapping_end(int guard);

#endif
