/* SPDX-License-Identifier: Apache-2.0 */
/* One line for who waits: "照会中 12 s".  */
#ifndef EMI_FRONT_PROGRESS_H
#define EMI_FRONT_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/codes.h"

struct progress
{
  int fd;           /* -1: nobody looks */
  bool plain;       /* the terminal cannot rewrite a line, or reads it out */
  enum lang lang;
  int64_t shown_s;  /* 0: nothing is shown */
};

/* Shows on FD when that is a terminal; TERM as the environment says it.  */
void progress_init (struct progress *p, int fd, const char *term,
                    enum lang lang);
/* WAITED_MS of the question at the national side have passed; negative: it is
   over, and the line goes.  As struct host's `waiting` calls it.  */
void progress_wait (void *progress, int64_t waited_ms);

#endif
