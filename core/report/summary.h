/* SPDX-License-Identifier: Apache-2.0 */
/* The arranged summary as people and programs read it: the screen, a page, an
   XML file, and the manifest beside them.  Every value that came in a message
   is made safe to show first (base/text.h).  */
#ifndef EMI_REPORT_SUMMARY_H
#define EMI_REPORT_SUMMARY_H

#include "access/arrange.h"
#include "base/buffer.h"
#include "config/profile.h"
#include "oqs/person.h"

/* What is shown.  All borrowed; strings may be NULL where nothing is known. */
struct summary_view
{
  const char *request;   /* r-... */
  const char *reception; /* the spoken number, "21-07" */
  const char *chart;     /* the hospital's patient id */
  const char *viewers;   /* accounts, the asker first: "dr-a dr-b" */
  const char *time;      /* "YYYY-MM-DD hh:mm", Japanese time */
  const char *facility;  /* ten digits */
  int consent;           /* 1 given, 3 hard to obtain */
  int pattern;           /* 1..6 */
  const struct person *person;
  const char *const *notices; /* sentences, in the language LANG */
  size_t n_notices;
  const struct arranged *arranged; /* not looked at with PDF */
  const char *claims_month;        /* YYYY-MM, or NULL: unknown */
  const struct profile *profile;   /* for the words of sources; or NULL */
  bool drill;
  bool pdf; /* the answer is a PDF: what it says is not known to us */
  bool full;   /* the screen: everything, however long */
  int columns; /* of the screen; 0: not known */
  enum lang lang;
};

/* For the screen: with what the command says of its end at most 40 lines,
   broken to its columns, unless FULL; no escape codes.  All append to
   OUT; a failure for want of memory is OUT's.  */
void summary_text (const struct summary_view *v, struct buffer *out);

/* One page with everything in it, in Japanese, for a screen and for A4.  */
void summary_html (const struct summary_view *v, struct buffer *out);

/* Our own small schema (root emergency-summary), UTF-8, in the hospital's
   order.  False without memory.  */
bool summary_xml (const struct summary_view *v, struct buffer *out);

/* A file that goes with the manifest.  */
struct summary_file
{
  const char *name; /* "summary.xml" */
  const char *form; /* "xml", "html", "pdf" */
  const void *data;
  size_t len;
};

/* False without memory.  */
bool manifest_json (const struct summary_view *v,
                    const struct summary_file *files, size_t n_files,
                    struct buffer *out);

#endif
