/* SPDX-License-Identifier: Apache-2.0 */
/* A profile from bytes, for fuzz targets and benchmarks: there is no file
   whose owner could be asked for.  */
#ifndef EMI_TESTS_FUZZ_PROFILE_BYTES_H
#define EMI_TESTS_FUZZ_PROFILE_BYTES_H

#include <stdlib.h>

#include "base/cleanup.h"
#include "config/grammar.h"
#include "config/profile-parts.h"

/* NULL when the bytes are no profile without faults.  */
static inline struct profile *
profile_of_bytes (const char *data, size_t len)
{
  CLEANUP (config_faults_done) struct config_faults faults = { .v = NULL };
  CLEANUP (document_done) struct document doc = { .file = "fuzz" };
  struct reading r = { .doc = &doc, .faults = &faults };
  struct profile *p = calloc (1, sizeof *p);
  bool good = false;

  if (p && document_parse (&doc, "fuzz", data, len, &faults, &r.no_memory))
    {
      grammar_check (&r, &builtin_profile_rng);
      good = reading_is (xmlDocGetRootElement (doc.xml), "profile");
    }
  if (good)
    {
      profile_read (&r, p);
      profile_meaning (&r, p);
    }
  if (good && !r.no_memory && faults.n == 0)
    return p;
  profile_free (p);
  return NULL;
}

/* The placeholder that emi carries inside; kept for the program's life.  */
static inline const struct profile *
profile_placeholder (void)
{
  static struct profile *p;

  if (!p)
    p = profile_of_bytes (builtin_placeholder_xml.text,
                          builtin_placeholder_xml.len);
  if (!p)
    abort ();
  return p;
}

#endif
