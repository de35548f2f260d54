/* SPDX-License-Identifier: Apache-2.0 */
/* Reading an emergency answer by profile (emergency.h).  */
#include "oqs/emergency.h"

#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "oqs/emergency-rules.h"
#include "oqs/items.h"
#include "oqs/message.h"

struct reading
{
  const struct profile *profile;
  struct emergency_answer a;
  char *time;
  char *code; /* of the person; the header's wins */
  char *message;
  bool summary_seen;
  size_t cap;                      /* items there is room for */
  struct summary_item item;        /* the one that is open */
  const struct profile_word *word; /* of the last source */
};

void
emergency_answer_done (struct emergency_answer *a)
{
  free (a->institution);
  free (a->file_id);
  free (a->code);
  free (a->text);
  person_done (&a->person);
  summary_done (&a->summary);
  *a = (struct emergency_answer){ 0 };
}

static const struct profile_list *
list_of (const struct reading *r, int id)
{
  return &r->profile->lists[(id - EMERGENCY_LISTS) / EMERGENCY_LIST_IDS];
}

/* The kind of the open item: what its source stands for, else its list's.  */
static const char *
kind_of (struct reading *r, const struct profile_list *l)
{
  const char *source = r->item.source;

  if (!source)
    return l->kind;
  if (!r->word || strcmp (r->word->word, source) != 0)
    r->word = profile_word (r->profile, "source-kind", source);
  return r->word ? r->word->means : l->kind;
}

/* Puts the open item at the end of the list.  One that says nothing at all is
   left out: it would only be read as something.  */
static enum oqs_read
add_item (struct reading *r, const struct profile_list *l)
{
  struct summary *s = &r->a.summary;
  struct summary_item *item = &r->item;

  if (!item->date && !item->name && !item->code && !item->institution)
    {
      *item = (struct summary_item){ 0 };
      return OQS_READ_OK;
    }
  enum oqs_read rc = items_keep (s, &item->kind, kind_of (r, l));
  if (rc == OQS_READ_OK)
    rc = items_add (s, &r->cap, item);
  *item = (struct summary_item){ 0 };
  return rc;
}

static enum oqs_read
list_text (struct reading *r, int id, const char *text)
{
  const struct profile_list *l = list_of (r, id);
  struct summary *s = &r->a.summary;
  struct summary_item *item = &r->item;

  switch ((id - EMERGENCY_LISTS) % EMERGENCY_LIST_IDS)
    {
    case LIST_DATE:
      {
        enum oqs_read rc = items_keep_date (s, &item->date, text);
        bool alone = !l->item || !*l->item;
        return rc == OQS_READ_OK && alone ? add_item (r, l) : rc;
      }
    case LIST_NAME:
      return items_keep (s, &item->name, text);
    case LIST_CODE:
      return items_keep (s, &item->code, text);
    case LIST_SOURCE:
      return items_keep (s, &item->source, text);
    case LIST_INSTITUTION:
      return items_keep (s, &item->institution, text);
    default:
      return OQS_READ_OK;
    }
}

static enum oqs_read
on_text (void *ctx, int id, const char *text)
{
  struct reading *r = ctx;

  if (id >= EMERGENCY_LISTS)
    return list_text (r, id, text);
  if (id >= EMERGENCY_PERSON && id < EMERGENCY_SKIP)
    return person_keep (&r->a.person,
                        (enum person_field) (id - EMERGENCY_PERSON), text);
  switch (id)
    {
    case EMERGENCY_TIME:
      return message_keep (&r->time, text);
    case EMERGENCY_INSTITUTION:
      return message_keep (&r->a.institution, text);
    case EMERGENCY_FILE_ID:
      return message_keep (&r->a.file_id, text);
    case EMERGENCY_SEGMENT:
      return message_keep_int (&r->a.segment, text);
    case EMERGENCY_ERROR_CODE:
      return message_keep (&r->a.code, text);
    case EMERGENCY_ERROR_TEXT:
      return message_keep (&r->a.text, text);
    case EMERGENCY_STATUS:
      return message_keep_int (&r->a.status, text);
    case EMERGENCY_CODE:
      return message_keep (&r->code, text);
    case EMERGENCY_MESSAGE:
      return message_keep (&r->message, text);
    case EMERGENCY_CONSENT:
      return message_keep_int (&r->a.consent, text);
    case EMERGENCY_PATTERN:
      return message_keep_int (&r->a.pattern, text);
    default:
      return OQS_READ_OK;
    }
}

static void
note_kind (struct reading *r, const char *kind)
{
  int i = summary_kind_index (kind);

  if (i >= 0)
    r->a.summary.kinds |= 1u << i;
}

/* A list speaks of its kind even when it is empty; one whose items say
   themselves what they are speaks of all these kinds.  */
static void
note_list (struct reading *r, const struct profile_list *l)
{
  const struct profile *p = r->profile;

  note_kind (r, l->kind);
  for (size_t i = 0; l->field_source && i < p->n_words; i++)
    if (strcmp (p->words[i].list, "source-kind") == 0)
      note_kind (r, p->words[i].means);
}

static enum oqs_read
on_open (void *ctx, int id)
{
  struct reading *r = ctx;

  if (id == EMERGENCY_SUMMARY)
    r->summary_seen = true;
  if (id >= EMERGENCY_LISTS
      && (id - EMERGENCY_LISTS) % EMERGENCY_LIST_IDS == LIST_CONTAINER)
    note_list (r, list_of (r, id));
  return OQS_READ_OK;
}

static enum oqs_read
on_close (void *ctx, int id)
{
  struct reading *r = ctx;

  if (id < EMERGENCY_LISTS
      || (id - EMERGENCY_LISTS) % EMERGENCY_LIST_IDS != LIST_ITEM)
    return OQS_READ_OK;
  return add_item (r, list_of (r, id));
}

/* Each level of success promises the next one.  A success that does not say
   about whom, or has no summary, is a message of another kind: taken for
   ours, it would read as "nothing found".  */
static bool
whole (const struct reading *r)
{
  const struct emergency_answer *a = &r->a;
  const unsigned who = PERSON_KANA | PERSON_NUMBER;

  if (a->segment != 1)
    return a->segment >= 0;
  if (a->status != 1)
    return a->status >= 0;
  return (person_missing (&a->person) & who) != who
         && (r->summary_seen
             || !profile_element (r->profile, "answer.summary"));
}

/* The newest month of which a claim was seen.  Only what says that it comes
   from a claim counts: the source that the profile takes for a drug.  */
static bool
find_claims_month (struct reading *r)
{
  struct summary *s = &r->a.summary;
  const char *newest = NULL;

  for (size_t i = 0; i < s->n_items; i++)
    {
      const struct summary_item *item = &s->items[i];
      if (item->source && item->date && strcmp (item->kind, "drug") == 0
          && (!newest || strncmp (item->date, newest, 7) > 0))
        newest = item->date;
    }
  if (newest)
    s->claims_month = strndup (newest, 7);
  return !newest || s->claims_month;
}

static enum oqs_read
settle (struct reading *r)
{
  struct emergency_answer *a = &r->a;

  if (!whole (r))
    return OQS_READ_UNFINISHED;
  if (!date_from_national (r->time, &a->process_time))
    a->process_time = 0;
  if (!a->code && !a->text)
    {
      a->code = r->code;
      a->text = r->message;
      r->code = r->message = NULL;
    }
  return find_claims_month (r) ? OQS_READ_OK : OQS_READ_MEMORY;
}

/* A PDF has no header: what it is and whose is not looked at, only that its
   last mark (within the last 1024 bytes, as readers of PDF take it) has been
   written.  */
static enum oqs_read
read_pdf (const void *data, size_t len, struct emergency_answer *out)
{
  static const char mark[] = "%%EOF";
  const char *tail = (const char *) data + (len > 1024 ? len - 1024 : 0);

  if (len > OQS_MAX_BYTES)
    return OQS_READ_TOO_BIG;
  if (!memmem (tail, len > 1024 ? 1024 : len, mark, sizeof mark - 1))
    return OQS_READ_UNFINISHED;
  unsigned char *pdf = malloc (len);
  if (!pdf)
    return OQS_READ_MEMORY;
  memcpy (pdf, data, len);
  *out = (struct emergency_answer){
    .segment = -1,
    .status = -1,
    .consent = -1,
    .pattern = -1,
    .summary = { .pdf = pdf, .pdf_len = len },
  };
  return OQS_READ_OK;
}

static enum oqs_read
read_xml (struct reading *r, const void *data, size_t len)
{
  struct emergency_rules rules;

  if (!emergency_answer_rules (r->profile, &rules))
    return OQS_READ_MEMORY;
  const struct message_reader reader = {
    .rules = rules.v,
    .n_rules = rules.n,
    .open = on_open,
    .text = on_text,
    .close = on_close,
    .ctx = r,
  };
  enum oqs_read rc = message_read (&reader, data, len, &r->a.n_unknown);
  emergency_rules_done (&rules);
  return rc == OQS_READ_OK ? settle (r) : rc;
}

enum oqs_read
emergency_read (const struct profile *p, const void *data, size_t len,
                struct emergency_answer *out)
{
  struct reading r = {
    .profile = p,
    .a = { .segment = -1, .status = -1, .consent = -1, .pattern = -1 },
  };

  *out = (struct emergency_answer){ 0 };
  if (len >= 5 && memcmp (data, "%PDF-", 5) == 0)
    return read_pdf (data, len, out);

  enum oqs_read rc = read_xml (&r, data, len);
  if (rc == OQS_READ_OK)
    *out = r.a;
  else
    emergency_answer_done (&r.a);
  free (r.time);
  free (r.code);
  free (r.message);
  return rc;
}
