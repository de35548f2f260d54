/* SPDX-License-Identifier: Apache-2.0 */
/* Somebody before one of libfprint's virtual readers, in a process of their
   own (finger.py): what they do while a call runs.  */
#ifndef EMI_TESTS_FINGER_H
#define EMI_TESTS_FINGER_H

#include <stdbool.h>

#include <sys/types.h>

struct finger
{
  pid_t pid; /* 0: nobody is there */
};

/* Does COMMANDS (finger.py's, ending with NULL) at the reader that listens on
   SOCKET.  The reader need not be there yet.  */
void finger_start (struct finger *f, const char *socket,
                   const char *const *commands);
/* Waits until all was done; false when it could not be.  */
bool finger_wait (struct finger *f);
/* They go away, whatever they were doing.  */
void finger_end (struct finger *f);

#endif
