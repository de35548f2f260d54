/* SPDX-License-Identifier: Apache-2.0 */
/* What emi does for a plugin.  `open` receives this table; there are no host
   symbols to link against.  All functions are called from the thread that
   runs the plugin's operation and from no other.  */
#ifndef EMI_HOST_H
#define EMI_HOST_H

#include <emi/types.h>

#ifdef __cplusplus
extern "C" {
#endif

struct emi_call; /* one running operation; the host's */

#if defined(__GNUC__)
#define EMI_PRINTF(a, b) __attribute__ ((format (printf, a, b)))
#else
#define EMI_PRINTF(a, b)
#endif

struct emi_host
{
  uint32_t size; /* bytes of this table that the host fills */

  /* The value of option NAME of this instance as text, its declared default,
     or NULL when it has neither.  Paths are absolute.  Lives as long as the
     instance.  `self_ctx` is the pointer given to `open`.  */
  const char *(*option) (void *host_ctx, const char *name);
  /* The same as a number: bytes, milliseconds or count as declared; -1 when
     there is neither value nor default.  */
  int64_t (*option_number) (void *host_ctx, const char *name);

  /* Gives the sentence that people read for a failing call and returns RC, so
     that `return host->fail (call, EMI_UNREACHED, "no card in %s", slot)`
     works.  No patient data, no secrets.  Also usable in `open`.  A call that
     failed is over: results put afterwards are refused.  */
  emi_rc (*fail) (struct emi_call *call, emi_rc rc, const char *fmt, ...)
    EMI_PRINTF (3, 4);

  /* Hands over a result, copied at once.  The names are listed with each
     operation.  The return value matters where the operation says so (OK
     taken, RETRY not ours or unfinished, PROTOCOL unusable); elsewhere
     anything but EMI_OK is to be returned by the plugin as it is.  */
  emi_rc (*put) (struct emi_call *call, const char *name, const void *data,
                 size_t len);
  /* The same for a result that is a list of fields.  */
  emi_rc (*put_fields) (struct emi_call *call, const char *name,
                        const struct emi_fields *fields);

  /* Asks the person the declared prompts IDS[0..N).  EMI_OK when each has an
     answer.  EMI_CANCELLED: given up or unanswered; return it.  */
  emi_rc (*ask) (struct emi_call *call, const char *const *ids, size_t n);
  /* The answer to a prompt asked in this call, or NULL.  Lives until the call
     ends; a secret's copy must be wiped.  */
  const char *(*answer) (struct emi_call *call, const char *id);

  /* Sleeps until FD is ready for EVENTS (poll's, 0 with FD -1 for none), or
     MS milliseconds went by (EMI_RETRY; -1: only the deadline), or the
     deadline came (EMI_DEADLINE), or the person gave up (EMI_CANCELLED).  */
  emi_rc (*wait) (struct emi_call *call, int fd, short events, int64_t ms);
  /* Milliseconds left before the deadline; 0 when it is over.  */
  int64_t (*time_left) (struct emi_call *call);
  /* Now, UTC seconds; plugins have no other clock.  */
  int64_t (*now) (struct emi_call *call);

  /* Takes (ON 1) or gives back (0) one of the few turns at memory-hard work
     that all processes of this host share (Argon2id; security.md).  Waits in
     the deadline.  Given back by itself when the call ends.  */
  emi_rc (*turn) (struct emi_call *call, int on);

  /* Fills with random bytes.  */
  void (*random) (void *data, size_t len);
  /* -- end of version 1.0 -- */
};

#ifdef __cplusplus
}
#endif
#endif
