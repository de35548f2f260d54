/* SPDX-License-Identifier: Apache-2.0 */
/* Readers: nobody holds a card to one here, so only what needs none.  */
#include "access/asking.h"
#include "base/date.h"
#include "base/lang.h"
#include "inspect/parts.h"

static emi_rc
put (void *ctx, const char *name, const void *data, size_t len)
{
  (void) ctx;
  (void) name;
  (void) data;
  (void) len;
  return EMI_OK;
}

static emi_rc
put_fields (void *ctx, const char *name, const struct emi_fields *fields)
{
  (void) ctx;
  (void) name;
  (void) fields;
  return EMI_OK;
}

static bool
look (struct inspection *in, struct instance *i)
{
  const struct inspected_env env = { NULL, put, put_fields };
  char day[11];
  emi_rc status, prepare;

  date_japan (clock_seconds (in->setup->clock), day);
  prepare = CALL (in, i, reader_prepare, &env, .day = day);
  if (!alive (in) || (prepare != EMI_OK && prepare != EMI_UNSUPPORTED))
    return false;
  status = CALL (in, i, reader_status, &env, .day = day);
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
