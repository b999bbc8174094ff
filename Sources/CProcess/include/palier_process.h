#pragma once

/// What went wrong before the program could begin.
typedef enum {
  PALIER_SPAWN_FORK = 1,
  PALIER_SPAWN_FOLDER = 2,
  PALIER_SPAWN_STREAMS = 3,
  PALIER_SPAWN_EXECUTE = 4,
} palier_spawn_step;

/// Starts a program as the leader of a process group of its own.
///
/// The program works in `folder`, reads `input` (nothing where that is negative), and writes both its streams to
/// `output`; it inherits no other
/// descriptor, no blocked signal and no ignored one. The kernel kills it when the calling thread ends, so that it does
/// not outlive a killed parent: the caller waits for it on the thread that started it.
///
/// @param failed the step that failed, where the result is negative.
/// @return the process's number, or -errno.
int palier_spawn(const char *program, char *const arguments[], char *const environment[], const char *folder,
                 int input, int output, palier_spawn_step *failed);

/// A file in memory that holds these bytes and is read from its start, or -errno.
int palier_memory_file(const void *bytes, unsigned long count);

/// A descriptor that becomes readable when the process ends, or -errno.
int palier_process_descriptor(int process);

/// A descriptor that becomes readable when somebody writes to it, or -errno.
int palier_event_descriptor(void);

/// A pipe whose ends no other program inherits; 0, or -errno.
int palier_pipe(int ends[2]);

/// Waits until the process has ended and leaves it as it is: its number stays taken. 0, or -errno.
int palier_await_end(int process);

/// Writes the file system that a descriptor lies on to the disk; 0, or the error's number.
int palier_sync_file_system(int descriptor);
