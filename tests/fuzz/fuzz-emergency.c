/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as an emergency answer; and what was read of it, arranged and put
   into every form.  */
#include "fuzz/fuzz.h"

#include <string.h>

#include "base/text.h"
#include "fuzz/fuzz-profile-bytes.h"
#include "report/summary.h"

static struct config_section wish[] = {
  { .kind = (char *) "drug", .months = 3 },
  { .kind = (char *) "prescription", .days = 45 },
  { .kind = (char *) "operation" },
  { .kind = (char *) "visit", .months = 3 },
  { .kind = (char *) "checkup" },
};
static char *words[] = { (char *) "抗凝固" };
static const struct config_highlight highlight
    = { .label = (char *) "抗血栓薬", .words = words, .n_words = 1 };

static void
check_safe (const struct buffer *b)
{
  const char *text = buffer_string (b);

  NEVER (b->failed || !text_is_utf8 (text, b->len));
  for (const char *p = text; *p; p++)
    NEVER ((unsigned char) *p < 0x20 && *p != '\n');
}

static void
render (const struct emergency_answer *a)
{
  struct arranged arranged;
  struct buffer b = BUFFER_INIT;

  NEVER (!arrange_summary (&a->summary, wish, N_ELEMENTS (wish), &highlight, 1,
                           "2026-11-21", &arranged, NULL));
  struct summary_view v = {
    .request = "r-x",
    .time = "2026-11-21 02:17",
    .consent = a->consent,
    .person = &a->person,
    .arranged = &arranged,
    .claims_month = a->summary.claims_month,
    .profile = profile_placeholder (),
    .pdf = a->summary.pdf != NULL,
  };
  summary_text (&v, &b);
  check_safe (&b);
  buffer_reset (&b);
  summary_html (&v, &b);
  check_safe (&b);
  NEVER (strstr (buffer_string (&b), "<script"));
  buffer_reset (&b);
  NEVER (!summary_xml (&v, &b));
  check_safe (&b);
  buffer_reset (&b);
  NEVER (!manifest_json (&v, NULL, 0, &b));
  buffer_done (&b);
  arranged_done (&arranged);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t len)
{
  struct emergency_answer a;
  enum oqs_read rc = emergency_read (profile_placeholder (), data, len, &a);

  if (rc == OQS_READ_OK && !a.summary.pdf)
    {
      NEVER (a.segment < 0 || (a.segment == 1 && a.status < 0));
      NEVER (a.segment == 1 && a.status == 1 && !a.person.kana
             && !a.person.number);
      for (size_t i = 0; i < a.summary.n_items; i++)
        NEVER (summary_kind_index (a.summary.items[i].kind) < 0);
    }
  if (rc == OQS_READ_OK)
    render (&a);
  else
    NEVER (a.file_id || a.summary.items || a.summary.pdf);
  emergency_answer_done (&a);
  return 0;
}
