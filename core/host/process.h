/* SPDX-License-Identifier: Apache-2.0 */
/* Starting and ending the process of a helper.  It begins with an environment
   made of nothing, no descriptor but its socket (3) and /dev/null (0 to 2), a
   group of its own and no signal blocked or ignored.  */
#ifndef EMI_HOST_PROCESS_H
#define EMI_HOST_PROCESS_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/buffer.h"
#include "base/fault.h"

struct process
{
  pid_t pid; /* 0: none */
  int fd;    /* becomes readable when it ended */
};

/* Interrupts what the plugin is in; its value is the number of the call.  */
#define PROCESS_INTERRUPT SIGUSR2

/* Starts PROGRAM, called NAME in lists of processes, with the environment
   ENV; *SOCKET_OUT is our end, which does not block.  OUTPUT, where it is not
   -1, stands in for /dev/null as 1 and 2.  CODE_HELPER_START.  */
bool process_start (const char *program, const char *name, char *const env[],
                    int output, struct process *out, int *socket_out,
                    struct fault *why);

void process_interrupt (const struct process *p, int value);
/* Waits up to MS for its end, then ends it.  Puts how it ended into HOW
   ("killed by signal 9"), which may be NULL.  */
void process_end (struct process *p, int ms, struct buffer *how);

#endif
