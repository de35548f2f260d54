/* SPDX-License-Identifier: Apache-2.0 */
/* The arranged summary for programs: our own small schema, through libxml2's
   writer, in UTF-8 with the characters themselves.

     emergency-summary [version request time consent pattern access facility]
       patient           kana? name? birth? sex?
       notice*
       section [kind label from? to items asked?]
         item [highlight?]   date? name? code? quantity? usage? institution?
                             prescriber? source?
         empty               the words shown for "nothing found"; not there
                             with asked="no"
       claims [month?]   the sentence shown
       scope             who is never found
 */
#include "report/summary.h"

#include <libxml/xmlwriter.h>
#include <stdio.h>

#include "base/cleanup.h"
#include "base/text.h"
#include "report/summary-words.h"

struct writing
{
  xmlTextWriterPtr writer;
  bool failed;
};

static void
begin (struct writing *w, const char *name)
{
  w->failed |= xmlTextWriterStartElement (w->writer, BAD_CAST name) < 0;
}

static void
end (struct writing *w)
{
  w->failed |= xmlTextWriterEndElement (w->writer) < 0;
}

/* TEXT without controls: itself as a rule, else a copy in SPARE.  */
static const xmlChar *
safe_text (struct writing *w, const char *text, struct buffer *spare)
{
  if (text_is_plain (text))
    return BAD_CAST text;
  summary_add_safe (spare, text);
  w->failed |= spare->failed;
  return BAD_CAST buffer_string (spare);
}

static void
attribute (struct writing *w, const char *name, const char *text)
{
  CLEANUP (buffer_done) struct buffer spare = BUFFER_INIT;

  if (!text || !*text)
    return;
  w->failed |= xmlTextWriterWriteAttribute (w->writer, BAD_CAST name,
                                            safe_text (w, text, &spare))
               < 0;
}

static void
attribute_number (struct writing *w, const char *name, size_t n)
{
  char text[24];

  snprintf (text, sizeof text, "%zu", n);
  attribute (w, name, text);
}

static void
element (struct writing *w, const char *name, const char *text)
{
  CLEANUP (buffer_done) struct buffer spare = BUFFER_INIT;

  if (!text || !*text)
    return;
  w->failed |= xmlTextWriterWriteElement (w->writer, BAD_CAST name,
                                          safe_text (w, text, &spare))
               < 0;
}

static void
write_patient (struct writing *w, const struct summary_view *v)
{
  CLEANUP (buffer_done) struct buffer kana = BUFFER_INIT;
  const struct person *p = v->person;
  char birth[16];

  if (!p)
    return;
  summary_birth (p, birth);
  summary_add_kana (&kana, p->kana);
  w->failed |= kana.failed;
  begin (w, "patient");
  element (w, "kana", buffer_string (&kana));
  element (w, "name", p->name);
  element (w, "birth", birth);
  element (w, "sex", p->sex);
  end (w);
}

static void
write_item (struct writing *w, const struct arranged_item *item)
{
  begin (w, "item");
  attribute (w, "highlight", item->highlight);
  element (w, "date", item->date);
  element (w, "name", item->name);
  element (w, "code", item->code);
  element (w, "quantity", item->quantity);
  element (w, "usage", item->usage);
  element (w, "institution", item->institution);
  element (w, "prescriber", item->prescriber);
  element (w, "source", item->source);
  end (w);
}

static void
write_section (struct writing *w, const struct arranged_section *s)
{
  begin (w, "section");
  attribute (w, "kind", s->kind);
  attribute (w, "label", summary_kind_label (s->kind, LANG_JA));
  attribute (w, "from", s->from);
  attribute (w, "to", s->to);
  attribute_number (w, "items", s->n_items);
  for (size_t i = 0; i < s->n_items; i++)
    write_item (w, &s->items[i]);
  if (s->unasked)
    attribute (w, "asked", "no");
  else if (s->empty)
    element (w, "empty", summary_empty_words (LANG_JA));
  end (w);
}

static void
write_claims (struct writing *w, const struct summary_view *v)
{
  CLEANUP (buffer_done) struct buffer words = BUFFER_INIT;

  summary_claims_words (v, LANG_JA, &words);
  begin (w, "claims");
  attribute (w, "month", v->claims_month);
  w->failed |= words.failed
               || xmlTextWriterWriteString (w->writer,
                                            BAD_CAST buffer_string (&words))
                      < 0;
  end (w);
}

static void
write_summary (struct writing *w, const struct summary_view *v)
{
  const char *consent = v->consent == 1   ? "given"
                        : v->consent == 3 ? "difficult"
                                          : "unknown";

  xmlTextWriterSetIndent (w->writer, 1);
  xmlTextWriterSetIndentString (w->writer, BAD_CAST "  ");
  w->failed
      |= xmlTextWriterStartDocument (w->writer, "1.0", "UTF-8", NULL) < 0;
  begin (w, "emergency-summary");
  attribute (w, "version", "1");
  attribute (w, "request", v->request);
  attribute (w, "time", v->time);
  attribute (w, "consent", consent);
  if (v->pattern > 0)
    attribute_number (w, "pattern", (size_t) v->pattern);
  attribute (w, "drill", v->drill ? "yes" : NULL);
  attribute (w, "access", "emergency-permission-only");
  attribute (w, "facility", v->facility);
  write_patient (w, v);
  for (size_t i = 0; i < v->n_notices; i++)
    element (w, "notice", v->notices[i]);
  for (size_t i = 0; !v->pdf && i < v->arranged->n_sections; i++)
    write_section (w, &v->arranged->sections[i]);
  write_claims (w, v);
  element (w, "scope", summary_scope_words (LANG_JA));
  w->failed |= xmlTextWriterEndDocument (w->writer) < 0;
}

bool
summary_xml (const struct summary_view *v, struct buffer *out)
{
  struct writing w = { .failed = false };
  xmlBufferPtr bytes = xmlBufferCreate ();

  w.writer = bytes ? xmlNewTextWriterMemory (bytes, 0) : NULL;
  w.failed = !w.writer;
  if (w.writer)
    write_summary (&w, v);
  xmlFreeTextWriter (w.writer); /* flushes */
  if (!w.failed)
    buffer_add (out, xmlBufferContent (bytes),
                (size_t) xmlBufferLength (bytes));
  if (bytes)
    xmlBufferFree (bytes);
  return !w.failed && !out->failed;
}
