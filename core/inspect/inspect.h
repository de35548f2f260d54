/* SPDX-License-Identifier: Apache-2.0 */
/* emi plugin check: one module, driven in a helper before it comes to any
   hospital.  It is given a trial setting of its own in a temporary folder and
   answers that nobody typed, and what it does is judged by the code that
   judges it in earnest (host, access/attest).  */
#ifndef EMI_INSPECT_INSPECT_H
#define EMI_INSPECT_INSPECT_H

#include <stdbool.h>
#include <stddef.h>

#include "access/session.h"

enum check_state
{
  CHECK_PASS,
  CHECK_FAIL,
  CHECK_SKIP /* the message says why */
};

struct check_result
{
  const char *id;
  const char *title; /* in the run's language */
  enum check_state state;
  char *message; /* "" for a pass without more to say */
};

#define CHECK_MOST 40

struct inspection_report
{
  char *name;
  char *version;
  enum emi_kind kind; /* 0: not known, it could not be loaded */
  char *file;         /* absolute */
  struct check_result v[CHECK_MOST];
  size_t n;
  size_t failed;
};

struct inspection_setup
{
  const char *file;
  const char *const *options; /* "NAME=VALUE", ends with NULL */
  struct prompter *answers;   /* of a file; NULL: all are made up */
  const struct clock *clock;
  int cancel_fd;
  enum lang lang;
  const char *helper; /* NULL: the installed one */
};

/* False only where nothing could be found out: no such file, an option that it
   does not have, no temporary folder, given up.  */
bool inspect (const struct inspection_setup *setup,
              struct inspection_report **out, struct fault *why);
void inspection_free (struct inspection_report *r);

/* A FILE as the host looks for modules: its folder, absolute, and its name
   without .so; the caller frees both.  */
bool inspected_file (const char *file, char **folder_out, char **name_out,
                     struct fault *why);

#endif
