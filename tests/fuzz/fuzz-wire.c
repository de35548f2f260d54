/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as what comes over a helper's socket: the arguments of each
   operation, each message, a descriptor; and as the file of a module.  The
   first byte says which.  */
#include "fuzz/fuzz.h"

#include <string.h>

#include "host/messages.h"
#include "host/peek.h"
#include "host/told.h"

/* Room for anything that is decoded.  */
union any
{
#define X(KIND, kind, op) struct emi_##kind##_##op kind##_##op;
  EMI_ALL_CALLS (X)
#undef X
  struct message_start start;
  struct message_descriptor descriptor;
  struct message_put_fields put_fields;
  int64_t room[16];
};

/* What was taken is told again in the same bytes.  */
static void
there_and_back (const uint8_t *data, size_t len, const struct call_arg *args)
{
  struct wire_memory m = WIRE_MEMORY_INIT;
  struct buffer b = BUFFER_INIT;
  union any got;

  if (wire_decode (data, len, args, &got, &m))
    {
      wire_encode (&b, args, &got);
      NEVER (b.failed || b.len != len);
      NEVER (len && memcmp (b.data, data, len) != 0);
    }
  wire_memory_done (&m);
  buffer_done (&b);
}

static void
descriptor (const uint8_t *data, size_t len)
{
  struct module *m = module_from ("fuzz", "fuzz.so", -1);
  struct fault why;

  if (!m)
    return;
  if (told_take (m, data, len, &why))
    {
      struct buffer b = BUFFER_INIT;

      NEVER (strcmp (m->plugin.name, "fuzz") != 0);
      told_encode (&b, m);
      NEVER (b.failed);
      buffer_done (&b);
    }
  module_free (m);
}

static void
file (const uint8_t *data, size_t len)
{
  uint32_t flags;

  peek_flags (data, len, "test_vein_LTX_emi_plugin", &flags);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t len)
{
  if (len == 0)
    return 0;
  unsigned what = data[0];
  data++;
  len--;
  if (what < CALL_COUNT)
    there_and_back (data, len, call_row ((enum call_op) what)->args);
  else if (what >= 0x80 && what - 0x80u <= MESSAGE_TURN)
    there_and_back (data, len, message_args ((enum message) (what - 0x80u)));
  else if (what == 0x40)
    descriptor (data, len);
  else if (what == 0x41)
    file (data, len);
  return 0;
}
