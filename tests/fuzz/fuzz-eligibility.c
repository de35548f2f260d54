/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as a result of 資格確認.  */
#include "fuzz/fuzz.h"

#include <string.h>

#include "base/text.h"
#include "oqs/eligibility.h"

static void
check_text (const char *text)
{
  NEVER (text && (!*text || !text_is_utf8 (text, strlen (text))));
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t len)
{
  struct eligibility e;

  if (eligibility_read (data, len, &e) == OQS_READ_OK)
    {
      NEVER (e.segment < 0);
      NEVER (e.segment == 1 && e.status < 0);
      NEVER (e.segment == 1 && e.status == 1 && e.validity < 0);
      NEVER ((e.validity == 4 || e.validity == 5) && e.person.kana);
      check_text (e.person.kana);
      check_text (e.person.name);
      check_text (e.person.number);
      check_text (e.file_id);
      check_text (e.chart);
      NEVER (e.person.birth && strlen (e.person.birth) != 8);
      NEVER (person_compare (&e.person, &e.person) != 0);
    }
  else
    NEVER (e.person.kana || e.file_id || e.error_text);
  eligibility_done (&e);
  return 0;
}
