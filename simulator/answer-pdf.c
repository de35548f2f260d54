/* SPDX-License-Identifier: Apache-2.0 */
/* An answer for the eyes of people, as PDF.  The letters are not put into the
   file: viewers of Japanese PDF have the named font or one like it.  */
#include "answer.h"

#include <stdio.h>
#include <string.h>

#include <hpdf.h>

#include "base/cleanup.h"
#include "base/date.h"
#include "dress.h"

/* Points; columns of date, kind, name, institution.  */
#define DATE_X 48
#define KIND_X 120
#define NAME_X 180
#define PLACE_X 400
#define TOP 780
#define BOTTOM 56
#define TEXT 10
#define TITLE 15
#define LINE 16

struct paper
{
  HPDF_Doc doc;
  HPDF_Font font;
  HPDF_Page page;
  float y;
  bool failed;
};

static void
page_new (struct paper *p)
{
  p->page = HPDF_AddPage (p->doc);
  p->y = TOP;
  p->failed |= !p->page
               || HPDF_Page_SetSize (p->page, HPDF_PAGE_SIZE_A4,
                                     HPDF_PAGE_PORTRAIT)
                    != HPDF_OK;
}

/* The narrow space of these fonts is a box where they are replaced.  */
static bool
widened (const char *text, struct buffer *out)
{
  CLEANUP (buffer_done) struct buffer wide = BUFFER_INIT;

  for (; *text; text++)
    if (*text == ' ')
      buffer_text (&wide, "　");
    else
      buffer_add (&wide, text, 1);
  return !wide.failed && dress_cp932 (buffer_string (&wide), wide.len, out);
}

/* UTF-8 at X of this line.  */
static void
put (struct paper *p, float x, float size, const char *text)
{
  CLEANUP (buffer_done) struct buffer bytes = BUFFER_INIT;

  if (p->failed || !text || !*text)
    return;
  p->failed = !widened (text, &bytes)
              || HPDF_Page_BeginText (p->page) != HPDF_OK
              || HPDF_Page_SetFontAndSize (p->page, p->font, size) != HPDF_OK
              || HPDF_Page_TextOut (p->page, x, p->y,
                                    buffer_string (&bytes))
                   != HPDF_OK
              || HPDF_Page_EndText (p->page) != HPDF_OK;
}

static void
next_line (struct paper *p)
{
  p->y -= LINE;
  if (p->y < BOTTOM)
    page_new (p);
}

static const char *
kind_label (const char *kind)
{
  return summary_kind_label (kind, LANG_JA);
}

static void
put_head (struct paper *p, const struct answer *a)
{
  const struct person *who = a->person;
  char birth[11];
  char now[17];
  char line[160];

  put (p, DATE_X, TITLE, "医療情報（試験用・患者は架空です）");
  next_line (p);
  next_line (p);
  date_japan_minute (a->now, now);
  snprintf (line, sizeof line, "作成　%s", now);
  put (p, DATE_X, TEXT, line);
  next_line (p);
  if (!date_dash (who->birth, birth))
    birth[0] = '\0';
  snprintf (line, sizeof line, "%s（%s）　%s 生　性別区分 %s", who->name,
            who->kana, birth, who->sex);
  put (p, DATE_X, TEXT, line);
  next_line (p);
  next_line (p);
}

static void
put_values (struct paper *p, const struct patient_item *item)
{
  char line[200];

  for (size_t i = 0; i < item->n_values; i++)
    {
      const struct patient_value *v = &item->values[i];

      snprintf (line, sizeof line, "%s　%s %s", v->name,
                v->value_name ? v->value_name : v->value,
                v->unit ? v->unit : "");
      put (p, NAME_X, TEXT, line);
      next_line (p);
    }
}

static void
put_item (struct paper *p, const struct answer *a,
          const struct patient_item *item)
{
  char day[9];
  char dashed[11];

  answer_day (a->now, item->days, day);
  if (!date_dash (day, dashed))
    dashed[0] = '\0';
  put (p, DATE_X, TEXT, dashed);
  put (p, KIND_X, TEXT, kind_label (item->kind));
  put (p, NAME_X, TEXT, item->name);
  put (p, PLACE_X, TEXT, item->institution);
  next_line (p);
  put_values (p, item);
}

static void
put_items (struct paper *p, const struct answer *a)
{
  bool any = false;

  for (unsigned r = 0; r < a->repeat; r++)
    for (size_t i = 0; i < a->patient->n_items && !p->failed; i++)
      if (answer_shows (a, &a->patient->items[i]))
        {
          any = true;
          put_item (p, a, &a->patient->items[i]);
        }
  if (!any)
    put (p, DATE_X, TEXT, "該当データなし");
}

static bool
take_bytes (struct paper *p, struct buffer *out)
{
  HPDF_BYTE piece[4096];
  HPDF_UINT32 n;

  if (p->failed || HPDF_SaveToStream (p->doc) != HPDF_OK)
    return false;
  HPDF_ResetStream (p->doc);
  do
    {
      n = sizeof piece;
      /* It says that the end was reached in the last turn; what it read
         counts.  */
      HPDF_ReadFromStream (p->doc, piece, &n);
      buffer_add (out, piece, n);
    }
  while (n > 0);
  return !out->failed;
}

bool
answer_pdf (const struct answer *a, struct buffer *out)
{
  struct paper p = { .doc = HPDF_New (NULL, NULL) };
  bool good;

  if (!p.doc)
    return false;
  p.failed = HPDF_UseJPEncodings (p.doc) != HPDF_OK
             || HPDF_UseJPFonts (p.doc) != HPDF_OK;
  if (!p.failed)
    p.font = HPDF_GetFont (p.doc, "MS-Gothic", "90ms-RKSJ-H");
  p.failed |= !p.font;
  if (!p.failed)
    page_new (&p);
  if (!p.failed)
    {
      put_head (&p, a);
      put_items (&p, a);
    }
  good = take_bytes (&p, out);
  HPDF_Free (p.doc);
  return good;
}
