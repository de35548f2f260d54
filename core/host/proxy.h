/* SPDX-License-Identifier: Apache-2.0 */
/* Instances that run in a process of their own (run="separate").  The helper
   is started, told and believed here; everything else sees an instance like
   any other.

     module that another process described ---- told
     instance ---- proxy ---- line ----> emi-plugin-host, which has the plugin

   A proxy outlives its instance, because it knows when the helper may be
   started again.  */
#ifndef EMI_HOST_PROXY_H
#define EMI_HOST_PROXY_H

#include "host/internal.h"
#include "host/line.h"
#include "host/told.h"

struct proxy
{
  struct proxy *next;
  const struct config_instance *config;
  struct line line;
  bool up;          /* the helper runs and the instance is open in it */
  int64_t isolated; /* ISOLATED_... of the one that runs */
  int call;         /* number of the newest call */
  unsigned failures; /* since a call went well */
  int64_t retry_ms;  /* not started before */
  /* Why its module could not be looked at, and until when that is good. */
  struct fault look_why;
  int64_t look_ms;
};

/* Whether what ran with ISOLATED is shut in as a separate plugin must be.  */
bool proxy_strong (int64_t isolated);

/* The proxy of C, made at first use; NULL without memory.  */
struct proxy *proxy_of (struct host *h, const struct config_instance *c);
void proxy_free (struct proxy *p);

/* Starts the helper and opens I in it.  Ends CALL by force where emi itself
   must say why it failed.  */
emi_rc proxy_open (struct instance *i, struct emi_call *call);
emi_rc proxy_call (struct instance *i, struct emi_call *call, enum call_op op,
                   const void *args);
void proxy_close (struct instance *i, struct buffer *how);

/* proxy-start.c */

/* Starts a helper for C, which loads M's file, and takes what it tells of it
   into *TOLD (the bytes are the line's until its next message).  */
bool helper_start (struct host *h, const struct config_instance *c,
                   struct module *m, const struct instance *i, struct line *l,
                   struct message_descriptor *told, struct fault *why);
/* Fills M with what a helper tells that was started for this alone.  */
bool helper_describe (struct host *h, const struct config_instance *c,
                      struct module *m, struct fault *why);

/* proxy-serve.c */

/* Sends what was begun and serves the plugin until it returns.  *WHY_OUT:
   CODE_OK, or what became of the helper, which is then of no more use.  */
emi_rc serve (struct proxy *p, struct emi_call *call, enum code *why_out);

/* proxy-paths.c */

#define PATHS_MAX 128
struct paths
{
  struct emi_field v[PATHS_MAX]; /* "read", "write", "protect" and a path */
  size_t n;
  char *kept[PATHS_MAX]; /* the texts that are ours */
  size_t n_kept;
  bool failed;
};
/* What C may open: the paths of its options (I; NULL: none yet), what
   <allow> adds, and what no plugin may.  */
void paths_of (struct paths *p, const struct host *h,
               const struct config_instance *c, const struct instance *i);
void paths_done (struct paths *p);
/* The parts: what an option of value PATH opens, what an <allow> does, and what
   stays shut for an instance I.  */
void paths_option (struct paths *p, const struct emi_option *o,
                   const char *path);
void paths_allowed (struct paths *p, const struct config *c,
                    const struct config_allow *a);
void paths_shut (struct paths *p, const struct config *c,
                 const struct config_instance *i);

/* The helper's environment; NULL without memory.  */
char **environment_of (const struct config_instance *c);
void environment_free (char **env);

#endif
