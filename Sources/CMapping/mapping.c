#define _GNU_SOURCE
#include "palier_mapping.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

enum { COUNT = 64 };

// A place is taken by its size, and is of use to the handler once its start is there.
static struct {
  atomic_uintptr_t start;
  atomic_size_t size;
  atomic_int torn;
} guarded[COUNT];

static struct sigaction earlier;
static pthread_once_t installed = PTHREAD_ONCE_INIT;

static void handle(int number, siginfo_t *info, void *context) {
  uintptr_t address = (uintptr_t)info->si_addr;
  for (int i = 0; i < COUNT; i++) {
    uintptr_t start = atomic_load(&guarded[i].start);
    size_t size = atomic_load(&guarded[i].size);
    if (start == 0 || address < start || address >= start + size) continue;
    uintptr_t page = address & ~(uintptr_t)(getpagesize() - 1);
    void *zeros = mmap((void *)page, start + size - page, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
    if (zeros == MAP_FAILED) break;
    atomic_store(&guarded[i].torn, 1);
    return;
  }
  // Not ours: as it would have been without this.
  if (earlier.sa_flags & SA_SIGINFO && earlier.sa_sigaction) {
    earlier.sa_sigaction(number, info, context);
  } else if (earlier.sa_handler != SIG_DFL && earlier.sa_handler != SIG_IGN) {
    earlier.sa_handler(number);
  } else {
    // The access is tried again, and ends the process.
    signal(number, SIG_DFL);
  }
}

static void install(void) {
  struct sigaction action = {0};
  action.sa_sigaction = handle;
  action.sa_flags = SA_SIGINFO | SA_ONSTACK;
  sigemptyset(&action.sa_mask);
  sigaction(SIGBUS, &action, &earlier);
}

int palier_mapping_begin(void *start, size_t size) {
  // Nobody reads before it stands, whoever began.
  pthread_once(&installed, install);
  for (int i = 0; i < COUNT; i++) {
    size_t none = 0;
    if (!atomic_compare_exchange_strong(&guarded[i].size, &none, size)) continue;
    atomic_store(&guarded[i].torn, 0);
    atomic_store(&guarded[i].start, (uintptr_t)start);
    return i;
  }
  return -1;
}

int palier_mapping_end(int guard) {
  if (guard < 0) return 0;
  int torn = atomic_load(&guarded[guard].torn);
  atomic_store(&guarded[guard].start, 0);
  atomic_store(&guarded[guard].size, 0);
  return torn;
}
