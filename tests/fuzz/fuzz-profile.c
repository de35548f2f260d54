/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as a profile of the emergency messages.  One without faults is
   then used: the sample answer is read and a request is written by it.  */
#include "fuzz/fuzz.h"

#include <string.h>

#include "fuzz/fuzz-profile-bytes.h"
#include "oqs/emergency.h"

static void
use (const struct profile *p)
{
  static const char answer[]
      = "<XmlMsg><MessageHeader><SegmentOfResult>1</SegmentOfResult>"
        "</MessageHeader><MessageBody>"
        "<ProcessingResultStatus>1</ProcessingResultStatus>"
        "<EmPerson><NameKana>ｱ</NameKana></EmPerson><EmSummary><EmDrugs>"
        "<EmDrug><EmSource>receipt</EmSource><EmDate>20260910</EmDate></"
        "EmDrug>"
        "</EmDrugs><EmCheckups><EmCheckupDate>20260610</EmCheckupDate>"
        "</EmCheckups></EmSummary></MessageBody></XmlMsg>";
  struct person who = { .number = (char *) "1", .birth = (char *) "19500101" };
  struct emergency_request r = {
    .day = "20261121",
    .institution = "1319999999",
    .file_id = "x",
    .person = &who,
    .consent = 3,
    .pattern = 1,
    .factor_a = "1-01",
    .factor_b = "3-01",
  };
  struct emergency_answer a;
  struct emergency_asked asked;
  struct buffer b = BUFFER_INIT;

  emergency_read (p, answer, sizeof answer - 1, &a);
  emergency_answer_done (&a);
  NEVER (!emergency_write (p, &r, &b, NULL));
  emergency_request_read (p, b.data, b.len, &asked);
  emergency_asked_done (&asked);
  buffer_done (&b);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t len)
{
  struct profile *p = profile_of_bytes ((const char *) data, len);

  if (p)
    use (p);
  profile_free (p);
  return 0;
}
