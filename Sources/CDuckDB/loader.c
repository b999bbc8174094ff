#define _GNU_SOURCE
#include "palier_duckdb.h"

#include <dlfcn.h>
#include <link.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

struct palier_duckdb_table palier_duckdb_functions;

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static char *loaded_path;

// Fills `table` from the library; returns the name of the first missing symbol, or NULL.
static const char *fill(void *library, struct palier_duckdb_table *table) {
  void *symbol;
#define PALIER_RESOLVE(result, name, parameters, arguments)                                                            \
  symbol = dlsym(library, #name);                                                                                      \
  if (symbol == NULL) return #name;                                                                                    \
  memcpy(&table->name, &symbol, sizeof symbol);
  PALIER_DUCKDB_FUNCTIONS(PALIER_RESOLVE)
#undef PALIER_RESOLVE
  return NULL;
}

static int load(const char *path, char *error, size_t n) {
  // Lazy binding halves the load time: most of the engine's own references are never followed in one run.
  void *library = dlopen(path, RTLD_LAZY | RTLD_LOCAL);
  if (library == NULL) {
    const char *reason = dlerror();
    snprintf(error, n, "%s", reason != NULL ? reason : "the dynamic loader gave no reason");
    return -1;
  }
  struct palier_duckdb_table table;
  const char *missing = fill(library, &table);
  if (missing != NULL) {
    snprintf(error, n, "%s has no symbol %s", path, missing);
    dlclose(library);
    return -1;
  }
  struct link_map *map = NULL;
  const char *found = path;
  if (dlinfo(library, RTLD_DI_LINKMAP, &map) == 0 && map != NULL && map->l_name[0] != '\0') found = map->l_name;
  loaded_path = strdup(found);
  palier_duckdb_functions = table;
  return 0;
}

int palier_duckdb_load(const char *path, char *error, size_t n) {
  pthread_mutex_lock(&lock);
  int state = loaded_path != NULL ? 0 : load(path, error, n);
  pthread_mutex_unlock(&lock);
  return state;
}

const char *palier_duckdb_path(void) {
  pthread_mutex_lock(&lock);
  const char *path = loaded_path;
  pthread_mutex_unlock(&lock);
  return path;
}
