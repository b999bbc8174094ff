#define _GNU_SOURCE
#include "palier_process.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stddef.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/// Every descriptor from `first` on is closed when the program begins.
static void close_from(int first) {
#ifdef SYS_close_range
  if (syscall(SYS_close_range, (unsigned)first, ~0u, 0) == 0) return;
#endif
  const long limit = sysconf(_SC_OPEN_MAX);
  for (int descriptor = first; descriptor < (limit > 0 ? limit : 1024); descriptor++) close(descriptor);
}

/// The child's part, between vfork and exec: system calls only, since its memory is the parent's.
static void become(const char *program, char *const arguments[], char *const environment[], const char *folder,
                   int input, int output, pid_t parent, volatile int *error, volatile palier_spawn_step *failed) {
  // A handler of the parent must not run here, and what the parent ignores the program should not.
  struct sigaction usual = {.sa_handler = SIG_DFL};
  for (int number = 1; number < NSIG; number++) sigaction(number, &usual, NULL);
  setpgid(0, 0);
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) _exit(127);
  if (chdir(folder) != 0) {
    *error = errno;
    *failed = PALIER_SPAWN_FOLDER;
    _exit(127);
  }
  if (input < 0) input = open("/dev/null", O_RDONLY);
  if (input < 0 || dup2(input, 0) < 0 || dup2(output, 1) < 0 || dup2(output, 2) < 0) {
    *error = errno;
    *failed = PALIER_SPAWN_STREAMS;
    _exit(127);
  }
  close_from(3);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  execve(program, arguments, environment);
  *error = errno;
  *failed = PALIER_SPAWN_EXECUTE;
  _exit(127);
}

pid_t palier_spawn(const char *program, char *const arguments[], char *const environment[], const char *folder,
                   int input, int output, palier_spawn_step *failed) {
  volatile int error = 0;
  volatile palier_spawn_step step = PALIER_SPAWN_FORK;
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  const pid_t parent = getpid();
  // vfork: the parent's memory is not copied, which matters once an engine has filled it.
  const pid_t child = vfork();
  if (child == 0) become(program, arguments, environment, folder, input, output, parent, &error, &step);
  const int fork_error = errno;
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  if (child < 0) {
    *failed = PALIER_SPAWN_FORK;
    return -fork_error;
  }
  if (error != 0) {
    *failed = step;
    while (waitpid(child, NULL, 0) < 0 && errno == EINTR) {}
    return -error;
  }
  return child;
}

int palier_process_descriptor(pid_t process) {
  const long descriptor = syscall(SYS_pidfd_open, process, 0);
  return descriptor < 0 ? -errno : (int)descriptor;
}

int palier_event_descriptor(void) {
  const int descriptor = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  return descriptor < 0 ? -errno : descriptor;
}

int palier_memory_file(const void *bytes, unsigned long count) {
  const int descriptor = memfd_create("palier-input", MFD_CLOEXEC);
  if (descriptor < 0) return -errno;
  for (size_t done = 0; done < count;) {
    const ssize_t written = write(descriptor, (const char *)bytes + done, count - done);
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) {
      const int error = errno;
      close(descriptor);
      return -error;
    }
    done += (size_t)written;
  }
  lseek(descriptor, 0, SEEK_SET);
  return descriptor;
}

int palier_pipe(int ends[2]) { return pipe2(ends, O_CLOEXEC) == 0 ? 0 : -errno; }

int palier_await_end(pid_t process) {
  siginfo_t info;
  while (waitid(P_PID, (id_t)process, &info, WEXITED | WNOWAIT) != 0) {
    if (errno != EINTR) return -errno;
  }
  return 0;
}

int palier_sync_file_system(int descriptor) { return syncfs(descriptor) == 0 ? 0 : errno; }
