/* SPDX-License-Identifier: Apache-2.0 */
/* Trying factors out at a terminal: how long each takes and how often it
   fails, for a hospital that has to choose.  Nobody is admitted to anything
   by it, no request is made, and a wrong try counts like any other.  */
#ifndef EMI_ACCESS_FACTOR_TRY_H
#define EMI_ACCESS_FACTOR_TRY_H

#include "access/factor.h"
#include "host/pairs.h"

#define TRY_ROUNDS_MAX 20
#define TRY_PROVIDERS_MAX 16

struct try_round
{
  enum code code; /* CODE_OK: granted */
  int64_t ms;     /* with what the person needs */
  size_t again;   /* prompts asked and fingers read once more in it */
};

/* One provider.  */
struct try_provider
{
  char instance[33];
  struct try_round round[TRY_ROUNDS_MAX];
  size_t n;
  bool proven;
  struct factor_use use; /* the last that was granted */
};

/* Milliseconds; of the rounds that were granted.  */
struct try_time
{
  int64_t min;
  int64_t median;
  int64_t max;
};

/* An admissible pair.  */
struct try_pair
{
  const char *a;
  const char *b; /* NULL: one joint provider */
  bool proven;   /* both were granted; else nothing is known of it */
  char declared[2][5];
  int64_t ms; /* the medians together */
};

struct try_report
{
  struct try_provider provider[TRY_PROVIDERS_MAX];
  size_t n;
  bool proven; /* the person has proved once who they are */
  struct try_pair *pair;
  size_t n_pairs;
};

/* What the caller shows and waits with.  */
struct try_watch
{
  /* ROUND of ROUNDS of INSTANCE begins.  */
  void (*begin) (struct try_watch *, const char *instance, size_t round,
                 size_t rounds);
  /* A failure's delay: false once the person gives up.  */
  bool (*wait) (struct try_watch *, int64_t ms);
};

/* Runs each provider that account ID has at the session's terminal ROUNDS
   times, with a record for each.  Until one was granted a refused one ends it
   (whoever is not the person learns nothing of the others).  OUT is the
   caller's in any case (try_report_done).  */
bool try_run (struct session *s, const char *id, size_t rounds,
              struct try_watch *watch, struct try_report *out,
              struct fault *why);
void try_report_done (struct try_report *r);

enum try_verdict
{
  TRY_GRANTED,
  TRY_REFUSED, /* of the person */
  TRY_UNUSABLE /* of the device */
};
enum try_verdict try_verdict (enum code code);
size_t try_count (const struct try_provider *p, enum try_verdict v);
size_t try_again (const struct try_provider *p);
/* False when none was granted.  */
bool try_times (const struct try_provider *p, struct try_time *out);

#endif
