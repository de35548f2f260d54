/* SPDX-License-Identifier: Apache-2.0 */
/* Sheets that the hospital prints or copies from: for its vendor, its doctors,
   its reception, the national form.  Their readers are Japanese, so they are
   in Japanese whatever the language of emi.  A sheet is a list of blocks; how
   it looks as text and as a page is decided in one place each.  */
#ifndef EMI_REPORT_SHEET_H
#define EMI_REPORT_SHEET_H

#include "base/buffer.h"
#include "config/facts.h"
#include "host/host.h"

/* What a sheet is made from; all borrowed.  */
struct sheet_ground
{
  const struct config *config;
  const struct profile *profile;
  const struct facts *facts;
  struct host *host; /* for the methods of the providers */
  const char *today; /* "YYYY-MM-DD" */
  const char *start; /* wanted, or NULL */
};

enum sheet_kind
{
  SHEET_HEADING,
  SHEET_TEXT,   /* a paragraph */
  SHEET_ITEM,   /* a point of a list */
  SHEET_STEP,   /* a numbered point */
  SHEET_ROW,    /* a label and what stands beside it */
  SHEET_FIELD,  /* a label and room to write by hand */
  SHEET_STRESS, /* a paragraph that must not be missed */
  SHEET_COPY    /* text to be copied into a form, with its line ends */
};

struct sheet_block
{
  enum sheet_kind kind;
  char *label; /* of a row or field; else "" */
  char *text;
};

struct sheet
{
  const char *title;    /* ours */
  const char *subtitle; /* may be the hospital's name */
  struct sheet_block *v;
  size_t n;
  bool failed; /* memory ran out */
};

/* Fills S with the sheet NAME ("quote", "doctors", "reception", "no-vendor");
   false when there is none of that name.  */
bool sheet_make (struct sheet *s, const char *name,
                 const struct sheet_ground *g);
void sheet_done (struct sheet *s);
/* "quote, doctors, reception, no-vendor" is for the one who asks.  */
extern const char sheet_names[];

/* Both leave out nothing; MADE is the day, SOURCE where its facts are from. */
void sheet_text (const struct sheet *s, const struct sheet_ground *g,
                 struct buffer *out);
void sheet_html (const struct sheet *s, const struct sheet_ground *g,
                 struct buffer *out);

/* --- for the sheets --- */
void sheet_add (struct sheet *s, enum sheet_kind kind, const char *label,
                const char *fmt, ...) __attribute__ ((format (printf, 4, 5)));
/* A row, or a field where TEXT is NULL.  */
void sheet_row_or_field (struct sheet *s, const char *label, const char *text);
/* "2027年4月1日（木）" into OUT; "" for NULL.  */
void sheet_day (const char *day, struct buffer *out);
/* "3 か月", "45 日", "5 年", "全て" into OUT.  */
void sheet_period (int days, int months, struct buffer *out);
/* The providers of the first terminal with their methods.  */
void sheet_providers (const struct sheet_ground *g, struct buffer *out);
/* This hospital's own line, or a field for it.  */
void sheet_own_line (struct sheet *s, const struct sheet_ground *g);

void sheet_quote (struct sheet *s, const struct sheet_ground *g);
void sheet_doctors (struct sheet *s, const struct sheet_ground *g);
void sheet_reception (struct sheet *s, const struct sheet_ground *g);
void sheet_no_vendor (struct sheet *s, const struct sheet_ground *g);

#endif
