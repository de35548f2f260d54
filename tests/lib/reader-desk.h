/* SPDX-License-Identifier: Apache-2.0 */
/* A desk for the tests of reader plugins: one instance with its folder, a
   script of what happens and the answers.  Included as "lib/reader-desk.h". */
#ifndef EMI_TESTS_READER_DESK_H
#define EMI_TESTS_READER_DESK_H

#include <emi/reader.h>

#include "lib/plugin-double.h"

#define DESK_DAY "2026-11-21"

struct desk
{
  const struct emi_plugin *plugin;
  char *dir;                     /* the folder of results */
  struct double_pair options[6]; /* the folder's comes first */
  struct double_event events[4]; /* set by the test, in order */
  const char *result;            /* the name of desk_result */
  struct emi_call call;
  void *self;
};

/* FOLDER names the option of the folder; OPTIONS end with a NULL name.  */
void desk_init (struct desk *d, const struct emi_plugin *plugin,
                const char *folder, const struct double_pair *options,
                const struct double_pair *answers);
void desk_done (struct desk *d);

/* The next event: at AT_MS a result NAME appears.  Once in a test.  */
void desk_result (struct desk *d, int64_t at_ms, const char *name);

emi_rc desk_identify (struct desk *d, const char *mode);

/* Where TEXT stands in what was put; the test fails when it does not.  */
const char *desk_at (const struct desk *d, const char *text);
/* Each step from 1 to LAST was put with its number.  */
void desk_numbers (const struct desk *d, int last);

#endif
