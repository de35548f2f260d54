/* SPDX-License-Identifier: Apache-2.0 */
/* Writing an emergency request by profile, through libxml2's writer.  */
#include "oqs/emergency.h"

#include <stdio.h>
#include <string.h>

#include <libxml/xmlwriter.h>

#include "oqs/emergency-rules.h"

/* The first failure is kept; what is written after it is thrown away.  */
struct writing
{
  const struct profile *profile;
  xmlTextWriterPtr writer;
  const char *missing; /* a meaning that the profile does not name */
  bool failed;
};

static void
element (struct writing *w, const char *name, const char *text)
{
  w->failed
      |= xmlTextWriterWriteElement (w->writer, BAD_CAST name, BAD_CAST text)
         < 0;
}

static void
open_element (struct writing *w, const char *name)
{
  w->failed |= xmlTextWriterStartElement (w->writer, BAD_CAST name) < 0;
}

static void
close_element (struct writing *w)
{
  w->failed |= xmlTextWriterEndElement (w->writer) < 0;
}

static const char *
named (struct writing *w, const char *meaning)
{
  const char *name = profile_element (w->profile, meaning);

  if (!name && !w->missing)
    w->missing = meaning;
  return name;
}

static void
meaning (struct writing *w, const char *what, const char *text)
{
  const char *name = named (w, what);

  if (name)
    element (w, name, text);
}

static void
meaning_int (struct writing *w, const char *what, int value)
{
  char text[12];

  snprintf (text, sizeof text, "%d", value);
  meaning (w, what, text);
}

/* The profile's value that stands for MEANS in LIST, or PUBLISHED where the
   profile has no such list.  */
static const char *
word_for (const struct profile *p, const char *list, const char *means,
          const char *published)
{
  for (size_t i = 0; i < p->n_words; i++)
    if (strcmp (p->words[i].list, list) == 0
        && strcmp (p->words[i].means, means) == 0)
      return p->words[i].word;
  return published;
}

/* Six-digit insurers are padded with spaces in files; we keep them padded
   with zeros, which no eight-digit insurer begins with.  */
static void
write_insurer (struct writing *w, const char *insurer)
{
  char text[9];

  if (strlen (insurer) == 8 && strncmp (insurer, "00", 2) == 0)
    {
      snprintf (text, sizeof text, "  %s", insurer + 2);
      insurer = text;
    }
  meaning (w, "insurer", insurer);
}

static void
write_person (struct writing *w, const struct person *p)
{
  if (p->insurer)
    write_insurer (w, p->insurer);
  if (p->symbol)
    meaning (w, "symbol", p->symbol);
  if (p->number)
    meaning (w, "number", p->number);
  if (p->branch)
    meaning (w, "branch", p->branch);
  if (p->birth)
    meaning (w, "birth", p->birth);
}

/* "1-01": the class, and the method within it.  */
static void
write_factor (struct writing *w, const char *factor, const char *class_name,
              const char *method_name)
{
  const char *dash = strchr (factor, '-');
  char class[8];

  if (!dash || (size_t) (dash - factor) >= sizeof class)
    {
      w->failed = true;
      return;
    }
  snprintf (class, sizeof class, "%.*s", (int) (dash - factor), factor);
  meaning (w, class_name, class);
  meaning (w, method_name, dash + 1);
}

static void
write_body (struct writing *w, const struct emergency_request *r)
{
  const struct profile *p = w->profile;
  const char *container = named (w, "request.container");

  if (!container)
    return;
  open_element (w, container);
  write_person (w, r->person);
  meaning (w, "treatment", word_for (p, "treatment", "emergency", "4"));
  meaning_int (w, "consent", r->consent);
  meaning_int (w, "pattern", r->pattern);
  meaning (w, "authority", word_for (p, "authority", "held", "1"));
  write_factor (w, r->factor_a, "factor-1", "method-1");
  write_factor (w, r->factor_b, "factor-2", "method-2");
  if (r->pdf)
    meaning (w, "form", word_for (p, "form", "pdf", ""));
  close_element (w);
}

static void
write_message (struct writing *w, const struct emergency_request *r)
{
  xmlTextWriterSetIndent (w->writer, 1);
  xmlTextWriterSetIndentString (w->writer, BAD_CAST "  ");
  w->failed
      |= xmlTextWriterStartDocument (w->writer, "1.0", "UTF-8", "no") < 0;
  open_element (w, "XmlMsg");
  open_element (w, "MessageHeader");
  element (w, "QualificationConfirmationDate", r->day);
  element (w, "MedicalInstitutionCode", r->institution);
  element (w, "ArbitraryFileIdentifier", r->file_id);
  close_element (w);
  open_element (w, "MessageBody");
  write_body (w, r);
  w->failed |= xmlTextWriterEndDocument (w->writer) < 0;
}

bool
emergency_write (const struct profile *p, const struct emergency_request *r,
                 struct buffer *out, const char **missing_out)
{
  struct writing w = { .profile = p };
  xmlBufferPtr bytes = xmlBufferCreate ();

  w.writer = bytes ? xmlNewTextWriterMemory (bytes, 0) : NULL;
  if (w.writer)
    write_message (&w, r);
  w.failed |= !w.writer;
  xmlFreeTextWriter (w.writer); /* flushes */

  bool good = !w.failed && !w.missing;
  if (good)
    {
      buffer_add (out, xmlBufferContent (bytes),
                  (size_t) xmlBufferLength (bytes));
      good = !out->failed;
    }
  if (w.missing && missing_out)
    *missing_out = w.missing;
  if (bytes)
    xmlBufferFree (bytes);
  return good;
}
