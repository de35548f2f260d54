/* SPDX-License-Identifier: Apache-2.0 */
/* What the connector hands over, judged by what is inside: the rows of the
   table in SPEC section 5 from "answer with our name" on.  Used by the query
   and by whoever looks for a late answer.  */
#include "access/stages.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/text.h"
#include "oqs/ordinary.h"

void
exchange_init (struct exchange *x, struct session *s, const char *file_id,
               int pattern, bool pdf)
{
  *x = (struct exchange) { .s = s,
                           .file_id = file_id,
                           .pattern = pattern,
                           .pdf = pdf,
                           .bytes = { .wipe = true },
                           .end = CODE_OK };
}

void
exchange_done (struct exchange *x)
{
  if (x->taken)
    emergency_answer_done (&x->answer);
  x->taken = false;
  buffer_done (&x->bytes);
}

/* DETAIL is ours and goes with the message; TEXT is theirs, goes to the screen
   and the ledger only, for nobody knows what it says.  */
static emi_rc
end (struct exchange *x, enum code code, const char *detail, const char *text,
     emi_rc rc)
{
  x->end = code;
  snprintf (x->end_detail, sizeof x->end_detail, "%s", detail);
  snprintf (x->end_text, sizeof x->end_text, "%s", text);
  return rc;
}

/* An answer that is ours, whatever it says, is kept with its digest.  */
static void
keep (struct exchange *x, const struct emergency_answer *a, const void *data,
      size_t len)
{
  x->answer = *a;
  x->taken = true;
  digest (data, len, x->digest);
  buffer_reset (&x->bytes);
  buffer_add (&x->bytes, data, len);
}

static emi_rc
refused (struct exchange *x)
{
  CLEANUP_FREE char *said
    = x->answer.text ? text_safe (x->answer.text, 200) : NULL;

  return end (x, CODE_NATIONAL_REFUSED, session_plain_code (x->answer.code),
              said ? said : "", EMI_OK);
}

/* Whether A says that it answers this request.  The ordinary layouts have no
   place for the institution.  */
static bool
names_us (const struct exchange *x, const struct emergency_answer *a)
{
  if (!a->file_id || strcmp (a->file_id, x->file_id) != 0)
    return false;
  if (!a->institution)
    return a->message != PROFILE_EMERGENCY;
  return strcmp (a->institution, x->s->config->facility) == 0;
}

/* A PDF carries no identifier.  It is ours by the name of its file alone,
   which is our own random one, and only when one was asked for; about whom it
   is nobody has checked (stage-person.c says so).  */
static emi_rc
judge_pdf (struct exchange *x, const void *data, size_t len,
           struct emergency_answer *a)
{
  if (!x->pdf)
    {
      x->saw_unreadable = true;
      emergency_answer_done (a);
      return EMI_RETRY;
    }
  keep (x, a, data, len);
  return EMI_OK;
}

static emi_rc
judge (struct exchange *x, const void *data, size_t len,
       struct emergency_answer *a)
{
  if (a->summary.pdf)
    return judge_pdf (x, data, len, a);
  if (!names_us (x, a))
    {
      x->saw_foreign = true;
      emergency_answer_done (a);
      return EMI_RETRY;
    }
  if (a->segment == 2)
    {
      x->saw_progress = true;
      emergency_answer_done (a);
      return EMI_RETRY;
    }
  keep (x, a, data, len);
  if (a->segment != 1 || a->status != 1)
    return refused (x);
  return EMI_OK;
}

static emi_rc
message (struct exchange *x, const void *data, size_t len)
{
  struct emergency_answer a;

  if (x->taken)
    return EMI_OK;
  switch (answer_read (x->s->profile, x->pattern, data, len, &a))
    {
    case OQS_READ_OK:
      return judge (x, data, len, &a);
    case OQS_READ_UNFINISHED:
      x->saw_unreadable = true;
      return EMI_RETRY;
    case OQS_READ_DOCTYPE:
      return end (x, CODE_ANSWER_UNFIT, "DOCTYPE", "",
                  EMI_PROTOCOL);
    case OQS_READ_TOO_BIG:
      return end (x, CODE_ANSWER_UNFIT, "too big", "",
                  EMI_PROTOCOL);
    case OQS_READ_ENCRYPTED:
      return end (x, CODE_ANSWER_UNFIT, "encrypted", "",
                  EMI_PROTOCOL);
    case OQS_READ_MEMORY:
      break;
    }
  return EMI_INTERNAL;
}

static emi_rc
err_file (struct exchange *x, const void *data, size_t len)
{
  CLEANUP_FREE char *text = err_text (data, len);

  digest (data, len, x->digest);
  return end (x, CODE_ANSWER_ERR, "", text ? text : "", EMI_OK);
}

emi_rc
exchange_put (void *ctx, const char *name, const void *data, size_t len)
{
  struct exchange *x = ctx;
  char text[64];

  if (strcmp (name, "message") == 0)
    return message (x, data, len);
  if (strcmp (name, "error") == 0)
    return err_file (x, data, len);
  snprintf (text, sizeof text, "%.*s", (int) (len < 63 ? len : 63),
            (const char *) data);
  if (strcmp (name, "sent") == 0)
    x->sent = true;
  else if (strcmp (name, "returned") == 0)
    return end (x, CODE_ANSWER_RETURNED, "", "", EMI_OK);
  else if (strcmp (name, "unfit") == 0)
    return end (x, CODE_ANSWER_UNFIT, text, "", EMI_OK);
  else if (strcmp (name, "seen") == 0)
    x->saw_unreadable = true;
  return EMI_OK;
}

emi_rc
exchange_put_fields (void *ctx, const char *name, const struct emi_fields *f)
{
  struct exchange *x = ctx;
  struct emi_span file = fields_span (f, "file.name");

  if (strcmp (name, "source") != 0)
    return EMI_OK;
  snprintf (x->source_name, sizeof x->source_name, "%.*s",
            (int) (file.len < 127 ? file.len : 127),
            file.data ? (const char *) file.data : "");
  x->source_time = fields_number (f, "file.time", 0);
  x->source_owner = fields_number (f, "file.owner", -1);
  return EMI_OK;
}

enum code
exchange_verdict (const struct exchange *x, emi_rc rc)
{
  if (x->end != CODE_OK)
    return x->end;
  if (x->taken)
    return CODE_OK;
  if (!x->sent && rc == EMI_CONFIG)
    return CODE_SHARE_FOREIGN;
  if (!x->sent && rc == EMI_CANCELLED)
    return CODE_CANCELLED;
  if (!x->sent && rc != EMI_DEADLINE && rc != EMI_ABSENT)
    return CODE_REQUEST_FILE;
  if (rc == EMI_CANCELLED)
    return CODE_INTERRUPTED;
  if (x->saw_progress)
    return CODE_ANSWER_IN_PROGRESS;
  if (x->saw_foreign)
    return CODE_ANSWER_FOREIGN;
  return x->saw_unreadable ? CODE_ANSWER_UNREADABLE : CODE_NO_ANSWER;
}
