/* SPDX-License-Identifier: Apache-2.0 */
/* Decides for each file the reader hands over whether it is this reception's.
   A claim is a token of the file's digest in the reception's record, so two
   receptions can never take the same card reading.  */
#include "access/receive-files.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "access/request-row.h"
#include "base/text.h"

void
received_files_init (struct received_files *f, struct session *s)
{
  *f = (struct received_files){ .s = s };
}

void
received_files_done (struct received_files *f)
{
  for (size_t i = 0; i < f->n; i++)
    eligibility_done (&f->file[i].result);
  f->n = 0;
}

void
received_files_name (struct received_files *f, const void *data, size_t len)
{
  snprintf (f->name, sizeof f->name, "%.*s",
            (int) (len < sizeof f->name ? len : sizeof f->name - 1),
            (const char *) data);
}

void
received_files_source (struct received_files *f,
                       const struct emi_fields *fields)
{
  f->owner = fields_number (fields, "file.owner", -1);
  f->time = fields_number (fields, "file.time", 0);
}

/* "file:HEX" is no reception id, so it cannot be mistaken for one.  */
static void
claim_name (const unsigned char digest_[DIGEST_LEN], char out[80])
{
  char hex[DIGEST_HEX];

  hex_encode (digest_, DIGEST_LEN, hex);
  snprintf (out, 80, "file:%s", hex);
}

static bool
claimed (struct txn *t, const unsigned char digest_[DIGEST_LEN],
         bool *claimed_out, struct fault *why)
{
  char name[80];
  uint64_t *seqs = NULL;
  size_t n = 0;

  claim_name (digest_, name);
  if (!txn_find (t, "reception", name, &seqs, &n, why))
    return false;
  free (seqs);
  *claimed_out = n > 0;
  return true;
}

static bool
claimed_now (struct received_files *f, const unsigned char digest_[DIGEST_LEN])
{
  struct txn *t = NULL;
  bool yes = false;

  if (!ledger_begin (f->s->ledger, TXN_READ, &t, NULL))
    return false; /* looked at again under the write lock */
  if (!claimed (t, digest_, &yes, NULL))
    yes = false;
  txn_end (t);
  return yes;
}

static emi_rc
unfit (struct received_files *f, const char *why)
{
  snprintf (f->unfit, sizeof f->unfit, "%s", why);
  return EMI_PROTOCOL;
}

/* A reader's own file, which comes only when a card was read there.  */
static bool
is_face (const char *name)
{
  static const char face[] = "OQSsiquc01res_face_";

  return strncmp (name, face, sizeof face - 1) == 0;
}

struct asked
{
  const struct eligibility *e;
  const char *name;
  bool yes;
};

static bool
is_asked (void *ctx, const void *data, size_t len)
{
  struct asked *a = ctx;
  struct request_row row;
  char end[64];
  size_t name_len = strlen (a->name);
  int end_len;

  if (!request_row_parse (data, len, &row) || !row.suffix[0])
    return true;
  end_len = snprintf (end, sizeof end, "_%s.xml", row.suffix);
  a->yes = (a->e->file_id && strcmp (a->e->file_id, row.file_id) == 0)
           || ((size_t) end_len < name_len
               && strcmp (a->name + name_len - (size_t) end_len, end) == 0);
  return !a->yes;
}

/* Does it answer a request of ours that is under way or still awaited?  */
static bool
answers_request (struct received_files *f, const struct eligibility *e)
{
  struct asked a = { .e = e, .name = f->name };
  struct txn *t = NULL;

  if (!ledger_begin (f->s->ledger, TXN_READ, &t, NULL))
    return true;
  if (!txn_row_each (t, ROW_OPEN, is_asked, &a, NULL)
      || (!a.yes && !txn_row_each (t, ROW_COUNT, is_asked, &a, NULL)))
    a.yes = true;
  txn_end (t);
  return a.yes;
}

/* The same bytes under another name are the same card reading.  */
static bool
taken_already (const struct received_files *f, const struct received_file *one)
{
  for (size_t i = 0; i < f->n; i++)
    if (memcmp (f->file[i].digest, one->digest, DIGEST_LEN) == 0)
      return true;
  return false;
}

/* A card was read here, by nobody's request.  */
static bool
is_ours (struct received_files *f, const struct eligibility *e)
{
  if (e->segment == 2 || e->reference == 2 || f->n == RECEIVED_MAX
      || (e->institution
          && strcmp (e->institution, f->s->config->facility) != 0))
    return false;
  return is_face (f->name) || (e->reference == 1 && !answers_request (f, e));
}

/* The end of reading F's next message, or OK.  */
static emi_rc
read_message (struct received_files *f, const void *data, size_t len,
              struct eligibility *out)
{
  switch (eligibility_read (data, len, out))
    {
    case OQS_READ_OK:
      /* What was half written is whole now.  */
      if (strcmp (f->unreadable, f->name) == 0)
        f->unreadable[0] = '\0';
      return EMI_OK;
    case OQS_READ_UNFINISHED:
      snprintf (f->unreadable, sizeof f->unreadable, "%s", f->name);
      return EMI_RETRY;
    case OQS_READ_DOCTYPE:
      return unfit (f, "DOCTYPE");
    case OQS_READ_TOO_BIG:
      return unfit (f, "too big");
    case OQS_READ_ENCRYPTED:
      return unfit (f, "encrypted");
    case OQS_READ_MEMORY:
      break;
    }
  return EMI_INTERNAL;
}

emi_rc
received_files_message (struct received_files *f, const void *data, size_t len)
{
  struct received_file file = { .owner = f->owner, .time = f->time };
  emi_rc rc = read_message (f, data, len, &file.result);

  if (rc != EMI_OK)
    return rc;
  digest (data, len, file.digest);
  snprintf (file.name, sizeof file.name, "%s", f->name);
  rc = taken_already (f, &file) ? EMI_OK : EMI_RETRY;
  if (rc == EMI_OK || !is_ours (f, &file.result)
      || claimed_now (f, file.digest))
    {
      eligibility_done (&file.result);
      return rc;
    }
  f->file[f->n++] = file;
  return EMI_OK;
}

static size_t
newest (const struct received_files *f)
{
  size_t best = 0;

  for (size_t i = 1; i < f->n; i++)
    if (f->file[i].result.process_time > f->file[best].result.process_time)
      best = i;
  return best;
}

const struct person *
received_files_person (struct received_files *f)
{
  return f->n ? &f->file[newest (f)].result.person : NULL;
}

bool
received_files_declined (struct received_files *f)
{
  return f->n && f->file[newest (f)].result.consent == OQS_CONSENT_NONE;
}

bool
received_files_single (struct received_files *f, struct fault *why)
{
  const struct received_file *best;

  if (f->n == 0)
    return true;
  f->chosen_at = newest (f);
  best = &f->file[f->chosen_at];
  f->chosen = &best->result;
  for (size_t i = 0; i < f->n; i++)
    if (person_compare (&f->file[i].result.person, &best->result.person))
      return fault_set (why, CODE_PERSON_MANY, "%zu", f->n);
  return true;
}

bool
received_files_unclaimed (struct received_files *f, struct txn *t,
                          struct fault *why)
{
  bool yes = false;

  if (!f->chosen)
    return true;
  if (!claimed (t, f->file[f->chosen_at].digest, &yes, why))
    return false;
  return !yes || fault_set (why, CODE_CARD_ABSENT, "%s", "taken");
}

void
received_files_draft (const struct received_files *f, struct draft *d)
{
  const struct received_file *file = &f->file[f->chosen_at];
  char hex[DIGEST_HEX], claim[80];

  hex_encode (file->digest, DIGEST_LEN, hex);
  draft_text (d, "file.name", file->name);
  draft_text (d, "file.digest", hex);
  draft_number (d, "file.owner", file->owner);
  draft_number (d, "file.time", file->time);
  /* The same person's earlier readings are used up with it.  */
  for (size_t i = 0; i < f->n; i++)
    {
      claim_name (f->file[i].digest, claim);
      draft_token (d, "reception", claim);
    }
}

bool
received_file_claimed (struct txn *t, const void *data, size_t len,
                       bool *claimed_out, struct fault *why)
{
  unsigned char of[DIGEST_LEN];

  digest (data, len, of);
  return claimed (t, of, claimed_out, why);
}
