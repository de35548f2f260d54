/* SPDX-License-Identifier: Apache-2.0 */
/* A preloaded clock for flows: the time of day runs as many seconds ahead as
   EMI_FLOW_SHIFT says, or stands at EMI_FLOW_AT, or runs as far ahead as the
   number in the file EMI_FLOW_SHIFT_FILE says, which may change while a command
   runs.  What only waiting a day would
   bring about (a grant that ran out, a card read yesterday) is there at once,
   and what lasts a second lasts as long as the flow needs it.  */
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static long
number (const char *name)
{
  const char *text = getenv (name);

  return text ? strtol (text, NULL, 10) : 0;
}

static long
number_in_file (const char *name)
{
  const char *path = getenv (name);
  FILE *f = path ? fopen (path, "re") : NULL;
  long n = 0;

  if (f && fscanf (f, "%ld", &n) != 1)
    n = 0;
  if (f)
    fclose (f);
  return n;
}

int
clock_gettime (clockid_t id, struct timespec *t)
{
  static int (*real) (clockid_t, struct timespec *);
  int rc;

  if (!real)
    *(void **) &real = dlsym (RTLD_NEXT, "clock_gettime");
  rc = real (id, t);
  if (rc == 0 && id == CLOCK_REALTIME)
    {
      t->tv_sec += number ("EMI_FLOW_SHIFT");
      t->tv_sec += number_in_file ("EMI_FLOW_SHIFT_FILE");
      if (number ("EMI_FLOW_AT") > 0)
        t->tv_sec = number ("EMI_FLOW_AT");
    }
  return rc;
}

time_t
time (time_t *out)
{
  struct timespec t;

  clock_gettime (CLOCK_REALTIME, &t);
  if (out)
    *out = t.tv_sec;
  return t.tv_sec;
}
