/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as an emergency request; what was read is written and read again,
   and must then be the same.  */
#include "fuzz/fuzz.h"

#include <string.h>

#include "fuzz/fuzz-profile-bytes.h"
#include "oqs/emergency.h"

static const char *
or_empty (const char *text)
{
  return text ? text : "";
}

static void
write_again (const struct emergency_asked *a)
{
  struct emergency_request r = {
    .day = or_empty (a->day),
    .institution = or_empty (a->institution),
    .file_id = or_empty (a->file_id),
    .person = &a->person,
    .consent = a->consent,
    .pattern = a->pattern,
    .factor_a = a->factor[0],
    .factor_b = a->factor[1],
  };
  struct buffer b = BUFFER_INIT;
  struct emergency_asked back;

  if (emergency_write (profile_placeholder (), &r, &b, NULL))
    {
      NEVER (
          emergency_request_read (profile_placeholder (), b.data, b.len, &back)
          != OQS_READ_OK);
      NEVER (strcmp (or_empty (back.file_id), r.file_id) != 0);
      NEVER (back.consent != a->consent || back.pattern != a->pattern);
      NEVER (person_compare (&back.person, &a->person) != 0);
      NEVER (back.treatment != 4 || back.authority != 1);
      emergency_asked_done (&back);
    }
  buffer_done (&b);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t len)
{
  struct emergency_asked a;

  if (emergency_request_read (profile_placeholder (), data, len, &a)
          == OQS_READ_OK
      && a.factor[0] && a.factor[1] && a.consent >= 0 && a.pattern >= 0)
    write_again (&a);
  emergency_asked_done (&a);
  return 0;
}
