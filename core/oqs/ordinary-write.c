/* SPDX-License-Identifier: Apache-2.0 */
/* Writing the ordinary requests (ordinary.h), through libxml2's writer.  */
#include "oqs/ordinary.h"

#include <stdio.h>
#include <string.h>

#include <libxml/xmlwriter.h>

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

/* Nothing without a text.  */
static void
element (struct writing *w, const char *name, const char *text)
{
  if (text)
    w->failed
        |= xmlTextWriterWriteElement (w->writer, BAD_CAST name, BAD_CAST text)
           < 0;
}

static void
element_int (struct writing *w, const char *name, int value)
{
  char text[12];

  snprintf (text, sizeof text, "%d", value);
  element (w, name, text);
}

/* Six-digit insurers are padded with spaces in files (emergency-write.c).  */
static void
write_insurer (struct writing *w, const char *insurer)
{
  char text[9];

  if (insurer && strlen (insurer) == 8 && strncmp (insurer, "00", 2) == 0)
    {
      snprintf (text, sizeof text, "  %s", insurer + 2);
      insurer = text;
    }
  element (w, "InsurerNumber", insurer);
}

static void
write_header (struct writing *w, const struct ordinary_request *r)
{
  begin (w, "MessageHeader");
  element (w, "MedicalInstitutionCode", r->institution);
  write_insurer (w, r->person->insurer);
  element (w, "InsuranceCardSymbol", r->person->symbol);
  element (w, "InsuredPersonIdentificationNumber", r->person->number);
  element (w, "BranchNumber", r->person->branch);
  element (w, "ArbitraryFileIdentifier", r->file_id);
  end (w);
}

/* 1 drug PDF, 2 drug XML, 3 treatment and drug PDF, 4 the same as XML; of the
   check-ups 1 PDF, 2 XML.  */
static int
category (enum profile_message message, const struct ordinary_request *r)
{
  int form = r->pdf ? 1 : 2;

  return message == PROFILE_YZK && r->treatment ? form + 2 : form;
}

static void
write_body (struct writing *w, enum profile_message message,
            const struct ordinary_request *r)
{
  begin (w, "MessageBody");
  if (message == PROFILE_YZK)
    {
      element (w, "StartDate", r->from);
      element (w, "EndDate", r->to);
    }
  element_int (w, "FileCategory", category (message, r));
  element (w, "PrDiInfClassification", "1");
  element_int (w, "MedicalTreatmentFlag", r->treatment_flag);
  end (w);
}

bool
ordinary_write (enum profile_message message, const struct ordinary_request *r,
                struct buffer *out)
{
  struct writing w = { .failed = false };
  xmlBufferPtr bytes = xmlBufferCreate ();

  w.writer = bytes ? xmlNewTextWriterMemory (bytes, 0) : NULL;
  w.failed = !w.writer;
  if (w.writer)
    {
      xmlTextWriterSetIndent (w.writer, 1);
      xmlTextWriterSetIndentString (w.writer, BAD_CAST "  ");
      w.failed
          |= xmlTextWriterStartDocument (w.writer, "1.0", "UTF-8", "no") < 0;
      begin (&w, "XmlMsg");
      write_header (&w, r);
      write_body (&w, message, r);
      w.failed |= xmlTextWriterEndDocument (w.writer) < 0;
    }
  xmlFreeTextWriter (w.writer); /* flushes */
  if (!w.failed)
    buffer_add (out, xmlBufferContent (bytes),
                (size_t) xmlBufferLength (bytes));
  if (bytes)
    xmlBufferFree (bytes);
  return !w.failed && !out->failed;
}
