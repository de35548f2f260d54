/* SPDX-License-Identifier: Apache-2.0 */
/* emi-plugin-host (helper.h).  Started by emi only: descriptor 3 is its way to
   it, and the first message says what it is for.  */
#include <config.h>

#include "host/helper.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sodium.h>

#include "host/told.h"

#define SOCKET 3

static bool
is_socket (void)
{
  struct stat st;

  return fstat (SOCKET, &st) == 0 && S_ISSOCK (st.st_mode);
}

/* In this order: names are looked up and folders opened while that is still
   allowed, then the way back is closed.  */
static bool
shut_in (const struct message_start *start, int module, int64_t *done,
         struct fault *why)
{
  bool sandbox = start->isolate & ISOLATE_SANDBOX;
  int rules = -1;
  bool files = sandbox
               && files_prepare (&start->paths, start->needs, module, &rules);

  if (!process_become (start->user, done, why))
    return false;
  if (files && files_enter (rules))
    *done |= ISOLATED_FILES;
  if (sandbox && calls_enter (start->needs))
    *done |= ISOLATED_CALLS;
  return true;
}

static bool
take_up (struct helper *h, const struct message_start *start, int64_t *done,
         struct fault *why)
{
  int fd = channel_passed (&h->channel);

  if (strcmp (start->version, PACKAGE_VERSION) != 0)
    return fault_set (why, CODE_HELPER_START, "version %s, not %s",
                      PACKAGE_VERSION, start->version);
  if (fd < 0)
    return fault_set (why, CODE_HELPER_START, "no module");
  h->module = module_from (start->module, start->file, fd);
  if (!h->module)
    return fault_set (why, CODE_MEMORY, "%s", "");
  return shut_in (start, fd, done, why) && module_run (h->module, why);
}

static void
tell (struct helper *h, int64_t isolated)
{
  struct buffer b = BUFFER_INIT;

  told_encode (&b, h->module);
  const struct message_descriptor d
    = { .told = { b.data, b.len }, .isolated = isolated };
  channel_begin (&h->channel, MESSAGE_DESCRIPTOR, &d);
  h->channel.out.failed |= b.failed;
  buffer_done (&b);
  helper_send (h, -1);
}

static void
tell_failure (struct helper *h, const struct fault *why)
{
  const struct message_failed f
    = { .code = why->code, .detail = why->detail };

  channel_begin (&h->channel, MESSAGE_FAILED, &f);
  helper_send (h, -1);
}

static bool
begin (struct helper *h)
{
  struct wire_memory memory = WIRE_MEMORY_INIT;
  struct message_start start;
  struct fault why = { .code = CODE_INTERNAL };
  int64_t isolated = 0;
  bool good;

  helper_read (h);
  good = channel_kind (&h->channel) == MESSAGE_START
         && channel_take (&h->channel, &start, &memory) && start.version
         && start.module && start.file;
  if (!good)
    fault_set (&why, CODE_HELPER_START, "no start");
  good = good && take_up (h, &start, &isolated, &why);
  wire_memory_done (&memory);
  channel_forget (&h->channel);
  if (good)
    tell (h, isolated);
  else
    tell_failure (h, &why);
  return good;
}

int
main (void)
{
  struct helper h
    = { .spare = { .wipe = true }, .lock = PTHREAD_MUTEX_INITIALIZER };

  if (!is_socket ())
    {
      fputs ("emi-plugin-host is started by emi, for a plugin in a process of "
             "its own.\n",
             stderr);
      return 2;
    }
  process_close_up ();
  interrupts_block ();
  channel_init (&h.channel, SOCKET);
  if (sodium_init () < 0 || lt_dlinit () != 0)
    return 1;
  if (begin (&h))
    helper_serve (&h);
  module_free (h.module);
  channel_done (&h.channel);
  lt_dlexit ();
  return 0;
}
