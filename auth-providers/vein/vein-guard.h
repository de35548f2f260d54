/* SPDX-License-Identifier: Apache-2.0 */
/* A bound on how long a call of the library may take.  BioAPI 1.1 has no way
   to break one off, and the host would wait until the whole call's time is
   over, which is long because people must have time to answer: a doctor would
   stand before a library that hangs for minutes.  So the provider, which has
   its process for itself, ends it.  */
#ifndef EMI_VEIN_GUARD_H
#define EMI_VEIN_GUARD_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

/* How the process ends then.  */
#define VEIN_GUARD_STATUS 9

struct vein_guard
{
  pthread_t thread;
  pthread_mutex_t lock; /* of over */
  pthread_cond_t told;
  bool over;
  bool runs;
  int64_t ms;
};

/* Ends this process unless vein_guard_stop comes within MS.  Without a thread
   to spare there is no guard, and the host's time is the bound.  */
void vein_guard_start (struct vein_guard *g, int64_t ms);
void vein_guard_stop (struct vein_guard *g);

#endif
