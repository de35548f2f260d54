/* SPDX-License-Identifier: Apache-2.0 */
/* Starting a helper: what it is told before it runs any code of others, and
   what it may answer.  */
#include <config.h>

#include "host/proxy.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Constructors of a vendor's library may look for devices.  */
#define START_MS 20000

static void
begin (struct line *l, const struct config_instance *c, const struct module *m,
       const struct paths *p)
{
  const struct message_start start = {
    .version = PACKAGE_VERSION,
    .module = m->name,
    .file = m->file,
    /* What it needs is known once it was looked at.  */
    .needs = m->told ? m->plugin.needs : NULL,
    .user = c->user,
    .isolate = c->weak ? 0 : ISOLATE_SANDBOX,
    .paths = { p->v, p->n },
  };

  channel_begin (&l->channel, MESSAGE_START, &start);
}

/* Only what is said of a module or a helper: it speaks for itself alone.  */
static bool
failed (const struct line *l, const struct module *m, struct fault *why)
{
  struct wire_memory memory = WIRE_MEMORY_INIT;
  struct message_failed in;
  bool good = channel_take (&l->channel, &in, &memory) && in.detail
              && (in.code == CODE_PLUGIN_LOAD || in.code == CODE_MEMORY
                  || in.code == CODE_PLUGIN_CONTRACT
                  || in.code == CODE_HELPER_START);

  wire_memory_done (&memory);
  if (!good)
    return fault_set (why, CODE_HELPER_PROTOCOL, "%s", m->file);
  return fault_set (why, (enum code) in.code, "%s", in.detail);
}

static bool
heard (struct line *l, enum heard h, const struct module *m,
       struct message_descriptor *told, struct fault *why)
{
  struct wire_memory memory = WIRE_MEMORY_INIT;

  switch (h)
    {
    case HEARD_MESSAGE:
      break;
    case HEARD_PART:
      return fault_set (why, CODE_HELPER_HUNG, "%s", m->file);
    case HEARD_MEMORY:
      return fault_set (why, CODE_MEMORY, "%s", "");
    case HEARD_END:
      return false;
    case HEARD_NONSENSE:
      return fault_set (why, CODE_HELPER_PROTOCOL, "%s", m->file);
    }
  if (channel_kind (&l->channel) == MESSAGE_FAILED)
    return failed (l, m, why);
  bool good = channel_kind (&l->channel) == MESSAGE_DESCRIPTOR
              && channel_take (&l->channel, told, &memory);
  wire_memory_done (&memory);
  return good || fault_set (why, CODE_HELPER_PROTOCOL, "%s", m->file);
}

/* It ended before it said anything: how is all there is to tell.  */
static bool
ended (struct line *l, const struct module *m, struct fault *why)
{
  struct buffer how = BUFFER_INIT;

  line_end (l, START_MS, &how);
  fault_set (why, CODE_HELPER_DIED, "%s: %s", m->file, buffer_string (&how));
  buffer_done (&how);
  return false;
}

static bool
converse (struct host *h, struct line *l, const struct module *m,
          struct message_descriptor *told, struct fault *why)
{
  struct patience w = {
    .clock = h->clock,
    .deadline_ms = h->clock->mono_ms (h->clock) + START_MS,
    .cancel_fd = m->plugin.kind == EMI_KIND_STORE ? -1 : h->cancel_fd,
  };
  enum heard k = line_say (l, m->fd, &w);

  if (k == HEARD_MESSAGE)
    k = line_hear (l, &w);
  if (k == HEARD_END)
    return ended (l, m, why);
  if (k == HEARD_PART && w.gone)
    return fault_set (why, CODE_CANCELLED, "%s", m->file);
  return heard (l, k, m, told, why);
}

bool
helper_start (struct host *h, const struct config_instance *c,
              struct module *m, const struct instance *i, struct line *l,
              struct message_descriptor *told, struct fault *why)
{
  struct paths paths = { .n = 0 };
  char **env = environment_of (c);
  bool good = true;

  paths_of (&paths, h, c, i);
  if (!env || paths.failed)
    good = fault_set (why, CODE_MEMORY, "%s", "");
  good = good && line_start (l, h->helper, c->name, env, h->output, why);
  if (good)
    {
      begin (l, c, m, &paths);
      good = converse (h, l, m, told, why);
      if (!good)
        line_end (l, 0, NULL);
    }
  paths_done (&paths);
  environment_free (env);
  return good;
}

bool
helper_describe (struct host *h, const struct config_instance *c,
                 struct module *m, struct fault *why)
{
  struct line l = LINE_INIT;
  struct message_descriptor told;

  if (!helper_start (h, c, m, NULL, &l, &told, why))
    return false;
  bool good = told_take (m, told.told.data, told.told.len, why);
  line_end (&l, 0, NULL);
  return good;
}
