/* SPDX-License-Identifier: Apache-2.0 */
/* The desk: see reader-desk.h.  */
#include "lib/reader-desk.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/scratch.h"

void
desk_init (struct desk *d, const struct emi_plugin *plugin, const char *folder,
           const struct double_pair *options,
           const struct double_pair *answers)
{
  *d = (struct desk){ .plugin = plugin, .dir = scratch_new () };
  d->options[0] = (struct double_pair){ folder, d->dir };
  for (size_t i = 1; i < 5 && options->name != NULL; i++)
    d->options[i] = *options++;
  d->call.options = d->options;
  d->call.events = d->events;
  d->call.answers = answers;
  d->self = double_open (plugin, &d->call);
}

void
desk_done (struct desk *d)
{
  d->plugin->close (d->self);
  scratch_done (d->dir);
}

static void
put_result (void *ctx)
{
  struct desk *d = ctx;

  scratch_write (d->dir, d->result, "<a/>", 0600);
}

void
desk_result (struct desk *d, int64_t at_ms, const char *name)
{
  size_t i = 0;

  while (d->events[i].does != NULL)
    i++;
  d->result = name;
  d->events[i] = (struct double_event){ at_ms, put_result, d };
}

emi_rc
desk_identify (struct desk *d, const char *mode)
{
  const struct emi_reader_ops *ops = d->plugin->ops;
  struct emi_reader_identify in = {
    .size = sizeof in, .wait_ms = 180000, .day = DESK_DAY, .mode = mode
  };

  return ops->identify (d->self, &d->call, &in);
}

const char *
desk_at (const struct desk *d, const char *text)
{
  const char *found = strstr (d->call.log, text);

  if (found == NULL)
    {
      fprintf (stderr, "no %s in\n%s", text, d->call.log);
      abort ();
    }
  return found;
}

void
desk_numbers (const struct desk *d, int last)
{
  for (int i = 1; i <= last; i++)
    {
      char line[32];

      snprintf (line, sizeof line, "step.number=%d\n", i);
      desk_at (d, line);
    }
}
