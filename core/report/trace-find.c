/* SPDX-License-Identifier: Apache-2.0 */
/* From what is asked for to requests.  A hit of a token names a request, or a
   reception whose requests count too (a name that is looked for in another
   spelling, a chart that was bound later).  One person may stand there under
   two surnames: number, birth date and sex hold them together.  */
#include "report/trace-parts.h"

#include <stdlib.h>
#include <string.h>

#include "access/reception.h"
#include "base/cleanup.h"
#include "base/date.h"
#include "base/text.h"

#define NAME_MAX_CHARS 200
#define DIGITS_MAX 12 /* more than charts and numbers have */

struct finder
{
  struct txn *t;
  struct trace_found *found;
  uint64_t *seen; /* records looked at, ascending */
  size_t n_seen;
  struct person *persons; /* that different records name */
  size_t n_persons;
  struct trace_request *receptions; /* the same shape: id and ground */
  size_t n_receptions;
};

/* --- lists --- */

static bool
known (const struct trace_request *v, size_t n, const char *id)
{
  for (size_t i = 0; i < n; i++)
    if (strcmp (v[i].id, id) == 0)
      return true;
  return false;
}

static bool
add (struct trace_request **v, size_t *n, const char *id,
     enum trace_ground ground, struct fault *why)
{
  struct trace_request *grown;
  char *copy;

  if (!id || known (*v, *n, id))
    return true;
  grown = reallocarray (*v, *n + 1, sizeof *grown);
  copy = grown ? strdup (id) : NULL;
  *v = grown ? grown : *v;
  if (!copy)
    return fault_set (why, CODE_MEMORY, "%s", "");
  grown[(*n)++] = (struct trace_request){ copy, ground };
  return true;
}

static void
drop (struct trace_request *v, size_t n)
{
  for (size_t i = 0; i < n; i++)
    free (v[i].id);
  free (v);
}

void
trace_found_done (struct trace_found *f)
{
  drop (f->requests.v, f->requests.n);
  drop (f->elsewhere.v, f->elsewhere.n);
  drop (f->zeros.v, f->zeros.n);
  *f = (struct trace_found){ .persons = 0 };
}

static int
by_number (const void *a, const void *b)
{
  uint64_t x = *(const uint64_t *) a, y = *(const uint64_t *) b;

  return (x > y) - (x < y);
}

static bool
seen (const struct finder *f, uint64_t seq)
{
  return f->n_seen
         && bsearch (&seq, f->seen, f->n_seen, sizeof seq, by_number);
}

static bool
see (struct finder *f, const uint64_t *seqs, size_t n, struct fault *why)
{
  uint64_t *grown;
  size_t kept = f->n_seen;

  if (n == 0)
    return true;
  grown = reallocarray (f->seen, f->n_seen + n, sizeof *grown);
  if (!grown)
    return fault_set (why, CODE_MEMORY, "%s", "");
  f->seen = grown;
  for (size_t i = 0; i < n; i++)
    if (kept == 0 || !bsearch (&seqs[i], grown, kept, sizeof *seqs, by_number))
      grown[f->n_seen++] = seqs[i];
  qsort (grown, f->n_seen, sizeof *grown, by_number);
  return true;
}

/* --- persons --- */

/* The same whatever name they go by (R8).  */
static bool
same_person (const struct person *a, const struct person *b)
{
  return !(person_compare (a, b) & ~(unsigned) PERSON_KANA);
}

/* Enough is known of P to follow it to another name.  */
static bool
well_known (const struct person *p)
{
  return !(person_missing (p) & ~(unsigned) PERSON_KANA) && p->insurer;
}

static bool
note_person (struct finder *f, const struct record *rec, struct fault *why)
{
  struct person p, *grown;

  person_from_record (rec, &p);
  if (!p.number && !p.birth)
    {
      person_done (&p);
      return true;
    }
  for (size_t i = 0; i < f->n_persons; i++)
    if (same_person (&f->persons[i], &p))
      {
        person_done (&p);
        return true;
      }
  grown = reallocarray (f->persons, f->n_persons + 1, sizeof *grown);
  if (!grown)
    {
      person_done (&p);
      return fault_set (why, CODE_MEMORY, "%s", "");
    }
  f->persons = grown;
  f->persons[f->n_persons++] = p;
  return true;
}

/* --- hits --- */

/* What one look-up is about: the ground it gives, whether the people in its
   records are noted, and of whom alone its records may be (or NULL).  */
struct look
{
  enum trace_ground ground;
  bool note;
  const struct person *only;
  struct trace_requests *into;
};

static bool
fits (const struct record *rec, const struct person *only)
{
  struct person p;
  bool fit;

  if (!only)
    return true;
  person_from_record (rec, &p);
  fit = well_known (&p) && same_person (&p, only);
  person_done (&p);
  return fit;
}

/* A record about a trace or a refusal names what was asked for; it is no
   access.  */
static bool
take_record (struct finder *f, const struct record *rec,
             const struct look *look, struct fault *why)
{
  const char *kind = record_text (rec, "kind");
  const char *request = record_text (rec, "request");
  const char *reception = record_text (rec, "reception");

  if (!kind || strcmp (kind, "trace") == 0 || strcmp (kind, "refusal") == 0
      || !fits (rec, look->only))
    return true;
  if (look->note && !note_person (f, rec, why))
    return false;
  if (request)
    return add (&look->into->v, &look->into->n, request, look->ground, why);
  return add (&f->receptions, &f->n_receptions, reception,
              look->ground == TRACE_ASKED ? TRACE_RECEPTION : look->ground,
              why);
}

static bool
hits (struct finder *f, const char *kind, const char *value,
      const struct look *look, struct fault *why)
{
  CLEANUP_FREE uint64_t *seqs = NULL;
  size_t n = 0;
  bool ok = txn_find (f->t, kind, value, &seqs, &n, why);

  for (size_t i = 0; ok && i < n; i++)
    {
      struct record rec;

      if (seen (f, seqs[i]))
        continue;
      ok = txn_read (f->t, seqs[i], &rec, why);
      if (!ok)
        break;
      ok = take_record (f, &rec, look, why);
      record_done (&rec);
    }
  /* What one person's look passed over may be another's: a family shares its
     number.  */
  return ok && (look->only || see (f, seqs, n, why));
}

/* The requests of the receptions found so far.  */
static bool
follow_receptions (struct finder *f, struct trace_requests *into,
                   struct fault *why)
{
  bool ok = true;

  for (size_t i = 0; ok && i < f->n_receptions; i++)
    {
      const struct look look
          = { .ground = f->receptions[i].ground, .into = into };
      /* The list may move while more is added to it.  */
      CLEANUP_FREE char *id = strdup (f->receptions[i].id);

      ok = id ? hits (f, "reception", id, &look, why)
              : fault_set (why, CODE_MEMORY, "%s", "");
    }
  return ok;
}

/* The other records of each person noted, INTO a list.  */
static bool
follow_persons (struct finder *f, struct trace_requests *into,
                struct fault *why)
{
  bool ok = true;

  for (size_t i = 0; ok && i < f->n_persons; i++)
    {
      const struct look look
          = { TRACE_SAME_PERSON, false, &f->persons[i], into };
      CLEANUP_FREE char *insured = NULL;

      if (!well_known (&f->persons[i]))
        continue;
      insured = person_insured (&f->persons[i], false);
      ok = insured && hits (f, "insured", insured, &look, why)
           && follow_receptions (f, into, why);
    }
  return ok;
}

/* --- by what --- */

static bool
find_plain (struct finder *f, const char *kind, const char *value, bool person,
            struct fault *why)
{
  const struct look look = { TRACE_ASKED, person, NULL, &f->found->requests };

  return hits (f, kind, value, &look, why)
         && (!person || follow_receptions (f, look.into, why));
}

/* VALUE is digits from AT on, and nothing stands under it: are there requests
   under as many digits with other zeros before?  They may be another's, so
   they are only counted.  */
static bool
find_zeros (struct finder *f, const char *kind, const char *value, size_t at,
            struct fault *why)
{
  const struct look look = { .into = &f->found->zeros };
  size_t end = at + strspn (value + at, "0123456789");
  size_t first = at + strspn (value + at, "0");
  bool ok = true;

  if (f->found->requests.n || first == end
      || (value[end] && value[end] != ':'))
    return true;
  for (size_t width = end - first; ok && width <= DIGITS_MAX; width++)
    {
      CLEANUP (buffer_done) struct buffer other = BUFFER_INIT;

      buffer_add (&other, value, at);
      for (size_t n = end - first; n < width; n++)
        buffer_text (&other, "0");
      buffer_text (&other, value + first);
      ok = other.failed ? fault_set (why, CODE_MEMORY, "%s", "")
                        : hits (f, kind, buffer_string (&other), &look, why);
    }
  return ok && follow_receptions (f, look.into, why);
}

/* The chart says which requests; that the same person also stands under
   another chart is only counted, since whoever may see this chart need not
   see that one.  Two persons under one chart are not followed at all.  */
static bool
find_chart (struct finder *f, const struct trace_query *q, struct fault *why)
{
  struct trace_requests other = { NULL, 0 };
  bool ok = find_plain (f, "chart", q->patient, true, why);

  if (ok && !f->found->requests.n)
    {
      CLEANUP_FREE char *chart = text_nfkc_trim (q->patient);

      return chart ? find_zeros (f, "chart", chart, 0, why)
                   : fault_set (why, CODE_MEMORY, "%s", "");
    }
  if (!ok || f->n_persons != 1)
    return ok;
  ok = follow_persons (f, &other, why);
  for (size_t i = 0; ok && i < other.n; i++)
    if (!known (f->found->requests.v, f->found->requests.n, other.v[i].id))
      ok = add (&f->found->elsewhere.v, &f->found->elsewhere.n, other.v[i].id,
                TRACE_SAME_PERSON, why);
  drop (other.v, other.n);
  return ok;
}

static bool
find_insured (struct finder *f, const struct trace_query *q, struct fault *why)
{
  const char *kind;
  CLEANUP_FREE char *value = trace_insured (q->insured, &kind, why);

  size_t at = value ? strcspn (value, ":") + 1 : 0;

  if (!value || !find_plain (f, kind, value, true, why))
    return false;
  return find_zeros (f, kind, value, at + strcspn (value + at, ":") + 1, why);
}

/* "KANA:YYYYMMDD" in new memory.  */
static char *
name_value (const struct trace_query *q, struct fault *why)
{
  CLEANUP_FREE char *kana = text_is_utf8 (q->kana, strlen (q->kana))
                                ? text_katakana (q->kana)
                                : NULL;
  CLEANUP (buffer_done) struct buffer value = BUFFER_INIT;
  char birth[9], *text;

  if (!kana || !*kana || text_chars (kana) > NAME_MAX_CHARS)
    {
      fault_set (why, CODE_VALUE, "--kana");
      return NULL;
    }
  if (!date_compact (q->birth, birth))
    {
      fault_set (why, CODE_VALUE, "--birth");
      return NULL;
    }
  buffer_printf (&value, "%s:%s", kana, birth);
  text = buffer_steal (&value, NULL);
  if (!text)
    fault_set (why, CODE_MEMORY, "%s", "");
  return text;
}

bool
trace_query_fits (const struct trace_query *q, struct fault *why)
{
  const char *kind;
  CLEANUP_FREE char *value = q->insured
                                 ? trace_insured (q->insured, &kind, why)
                             : q->kana ? name_value (q, why)
                                       : NULL;

  return value || !(q->insured || q->kana);
}

/* Under the name as the card had it, and under the folded name (small kana,
   hiragana, variant characters, the written name).  */
static bool
find_name (struct finder *f, const struct trace_query *q, struct fault *why)
{
  static const char *const kinds[] = { "person", "name" };
  CLEANUP_FREE char *value = name_value (q, why);
  bool ok = value != NULL;

  for (size_t i = 0; ok && i < N_ELEMENTS (kinds); i++)
    ok = find_plain (f, kinds[i], value, true, why);
  f->found->persons = f->n_persons;
  return ok && follow_persons (f, &f->found->requests, why);
}

static bool
find (struct finder *f, const struct trace_query *q, struct fault *why)
{
  if (q->patient)
    return find_chart (f, q, why);
  if (q->insured)
    return find_insured (f, q, why);
  if (q->request)
    return find_plain (f, "request", q->request, false, why);
  if (q->account)
    return find_plain (f, "account", q->account, false, why);
  return find_name (f, q, why);
}

bool
trace_find (struct txn *t, const struct trace_query *q,
            struct trace_found *out, struct fault *why)
{
  struct trace_found found = { .persons = 0 };
  struct finder f = { .t = t, .found = &found };
  bool ok = find (&f, q, why);

  for (size_t i = 0; i < f.n_persons; i++)
    person_done (&f.persons[i]);
  free (f.persons);
  free (f.seen);
  drop (f.receptions, f.n_receptions);
  if (ok)
    *out = found;
  else
    trace_found_done (&found);
  return ok;
}
