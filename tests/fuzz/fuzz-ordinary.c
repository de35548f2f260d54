/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as an ordinary answer or request; a request that reads is written
   and read again.  */
#include "fuzz/fuzz.h"

#include <string.h>

#include "base/text.h"
#include "fuzz/fuzz-profile-bytes.h"
#include "oqs/ordinary.h"

static void
check_answer (enum oqs_read rc, struct emergency_answer *a)
{
  if (rc == OQS_READ_OK)
    {
      NEVER (a->segment != 1 && a->segment != 9);
      NEVER (a->segment == 1 && a->status != 1);
      NEVER (a->segment == 9 && a->summary.n_items > 0
             && a->summary.claims_month);
      for (size_t i = 0; i < a->summary.n_items; i++)
        {
          const struct summary_item *item = &a->summary.items[i];
          NEVER (summary_kind_index (item->kind) < 0);
          NEVER (item->name
                 && !text_is_utf8 (item->name, strlen (item->name)));
        }
    }
  else
    NEVER (a->file_id || a->summary.items || a->person.kana);
  emergency_answer_done (a);
}

static void
check_request (enum profile_message message, const uint8_t *data, size_t len)
{
  struct ordinary_asked a, back;
  struct buffer b = BUFFER_INIT;

  if (ordinary_request_read (message, data, len, &a) != OQS_READ_OK)
    {
      NEVER (a.file_id || a.person.number);
      return;
    }
  struct ordinary_request r = { .institution = a.institution,
                                .file_id = a.file_id,
                                .person = &a.person,
                                .from = a.from,
                                .to = a.to,
                                .treatment = a.treatment,
                                .pdf = a.pdf,
                                .treatment_flag = a.treatment_flag };
  if (a.treatment_flag >= 0 && ordinary_write (message, &r, &b)
      && ordinary_request_read (message, b.data, b.len, &back) == OQS_READ_OK)
    {
      NEVER (back.pdf != a.pdf || back.treatment != a.treatment);
      ordinary_asked_done (&back);
    }
  buffer_done (&b);
  ordinary_asked_done (&a);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t len)
{
  const struct profile *p = profile_placeholder ();
  struct emergency_answer a;

  check_answer (yzk_read (p, data, len, &a), &a);
  check_answer (tkk_read (data, len, &a), &a);
  for (int pattern = 4; pattern <= 6; pattern++)
    {
      enum oqs_read rc = answer_read (p, pattern, data, len, &a);
      NEVER (rc != OQS_READ_OK && (a.file_id || a.summary.items));
      emergency_answer_done (&a);
    }
  check_request (PROFILE_YZK, data, len);
  check_request (PROFILE_TKK, data, len);
  return 0;
}
