/* SPDX-License-Identifier: Apache-2.0 */
/* Readers: nobody holds a card to one here, so only what needs none.  */
#include "base/date.h"
#include "base/lang.h"
#include "inspect/parts.h"

static bool
look (struct inspection *in, struct instance *i)
{
  char day[11];
  emi_rc status, prepare;

  date_japan (clock_seconds (in->setup->clock), day);
  prepare = CALL (in, i, reader_prepare, NULL, .day = day);
  if (!alive (in) || (prepare != EMI_OK && prepare != EMI_UNSUPPORTED))
    return false;
  status = CALL (in, i, reader_status, NULL, .day = day);
  return status == EMI_OK;
}

static void
judge (struct inspection *in)
{
  in->worked = look (in, in->one);
  if (in->worked)
    note_pass (in, CHECK_STATUS);
  else if (alive (in))
    note_skip (in, CHECK_STATUS, N_ ("今は答えられません（%s）"),
               in->why.detail);
}

static bool
use (struct inspection *in, struct instance *i, int n)
{
  (void) n;
  return look (in, i);
}

const struct kind_part part_reader = { judge, use };
