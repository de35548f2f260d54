/* SPDX-License-Identifier: Apache-2.0 */
/* One resource in a function is freed by an attribute; several that depend on
   each other use one label at the end instead.  Not both in one function.  */
#ifndef EMI_BASE_CLEANUP_H
#define EMI_BASE_CLEANUP_H

#include <stdlib.h>
#include <unistd.h>

static inline void
cleanup_free (void *p)
{
  free (*(void **) p);
}

static inline void
cleanup_close (const int *fd)
{
  if (*fd >= 0)
    close (*fd);
}

#define CLEANUP_FREE __attribute__ ((cleanup (cleanup_free)))
#define CLEANUP_CLOSE __attribute__ ((cleanup (cleanup_close)))
#define CLEANUP(fn) __attribute__ ((cleanup (fn)))

#define N_ELEMENTS(a) (sizeof (a) / sizeof ((a)[0]))

#endif
