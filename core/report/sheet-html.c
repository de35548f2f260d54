/* SPDX-License-Identifier: Apache-2.0 */
/* A sheet as a page of A4: black on white, nothing said by colour alone, no
   script, nothing from elsewhere.  */
#include "report/sheet.h"

#include <string.h>

#include "base/cleanup.h"
#include "report/html.h"

static const char head[]
    = "<!DOCTYPE html>\n<html lang=\"ja\">\n<head>\n"
      "<meta charset=\"UTF-8\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\""
      "default-src 'none'; style-src 'unsafe-inline'\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, "
      "initial-scale=1\">\n<style>\n"
      "*{box-sizing:border-box}\n"
      "html{background:#eef1f4}\n"
      "body{margin:0 auto;max-width:210mm;padding:26px 34px;background:#fff;"
      "color:#16202b;font:14.5px/1.65 'Noto Sans CJK JP','Noto Sans JP',"
      "'Hiragino Sans','Yu Gothic','Meiryo','IPAGothic',sans-serif;"
      "overflow-wrap:anywhere;line-break:strict;word-break:auto-phrase}\n"
      "header{margin-bottom:10px;padding-bottom:8px;border-bottom:2px solid "
      "#1f4e79}\n"
      "h1{margin:0;font-size:22px;letter-spacing:.06em}\n"
      "header p{margin:2px 0 0;color:#3c4a57}\n"
      "h2{margin:13px 0 4px;padding-left:9px;border-left:5px solid #1f4e79;"
      "font-size:15.5px;line-height:1.4;break-after:avoid}\n"
      "p{margin:4px 0}p,li,td{text-wrap:pretty}\n"
      "ul,ol{margin:4px 0;padding-left:1.7em}li{margin:2px 0}\n"
      "table{width:100%;margin:4px 0;border-collapse:collapse}\n"
      "th,td{padding:4px 10px;border:1px solid #b8c4cf;text-align:left;"
      "vertical-align:top;font-weight:400}\n"
      "th{width:16em;background:#f2f6fa}\n"
      "tr{break-inside:avoid}\n"
      "td.write{height:2.5em}\n"
      ".stress{margin:6px 0;padding:7px 14px;border:2px solid #16202b;"
      "font-weight:700;break-inside:avoid}\n"
      ".copy{margin:6px 0;padding:10px 14px;border:1px solid #b8c4cf;"
      "white-space:pre-wrap}\n"
      "footer{break-before:avoid;margin-top:14px;padding-top:6px;border-top:1px solid #b8c4cf;"
      "font-size:12px;color:#3c4a57}\n"
      "@page{size:A4;margin:12mm}\n"
      "@media print{html,body{background:#fff}body{max-width:none;padding:0;"
      "font-size:10pt;line-height:1.55}*{print-color-adjust:exact;"
      "-webkit-print-color-adjust:exact}}\n"
      "</style>\n";

/* The element around a row of blocks of KIND; NULL where each stands alone. */
static const char *
group_of (enum sheet_kind kind)
{
  switch (kind)
    {
    case SHEET_ITEM:
      return "ul";
    case SHEET_STEP:
      return "ol";
    case SHEET_ROW:
    case SHEET_FIELD:
      return "table";
    case SHEET_HEADING:
    case SHEET_TEXT:
    case SHEET_STRESS:
    case SHEET_COPY:
      break;
    }
  return NULL;
}

static void
add_row (const struct sheet_block *k, struct buffer *b)
{
  buffer_text (b, "<tr><th>");
  html_text (b, k->label);
  buffer_text (b, k->kind == SHEET_FIELD ? "</th><td class=\"write\">"
                                         : "</th><td>");
  html_text (b, k->text);
  buffer_text (b, "</td></tr>\n");
}

/* Its line ends stay; html_text would show them as what they are not.  */
static void
add_copy (const char *text, struct buffer *b)
{
  buffer_text (b, "<div class=\"copy\">");
  while (*text)
    {
      size_t n = strcspn (text, "\n");
      CLEANUP_FREE char *line = strndup (text, n);

      html_text (b, line ? line : "");
      b->failed |= !line;
      text += n;
      if (*text)
        {
          buffer_text (b, "\n");
          text++;
        }
    }
  buffer_text (b, "</div>\n");
}

static void
add_block (const struct sheet_block *k, struct buffer *b)
{
  switch (k->kind)
    {
    case SHEET_HEADING:
      html_element (b, "h2", "head", k->text);
      break;
    case SHEET_TEXT:
      html_element (b, "p", "text", k->text);
      break;
    case SHEET_ITEM:
    case SHEET_STEP:
      html_element (b, "li", "item", k->text);
      break;
    case SHEET_ROW:
    case SHEET_FIELD:
      add_row (k, b);
      return;
    case SHEET_STRESS:
      html_element (b, "p", "stress", k->text);
      break;
    case SHEET_COPY:
      add_copy (k->text, b);
      return;
    }
  buffer_text (b, "\n");
}

static void
add_blocks (const struct sheet *s, struct buffer *b)
{
  const char *open = NULL;

  for (size_t i = 0; i < s->n; i++)
    {
      const char *group = group_of (s->v[i].kind);

      if (open && (!group || strcmp (open, group) != 0))
        {
          buffer_printf (b, "</%s>\n", open);
          open = NULL;
        }
      if (group && !open)
        {
          buffer_printf (b, "<%s>\n", group);
          open = group;
        }
      add_block (&s->v[i], b);
    }
  if (open)
    buffer_printf (b, "</%s>\n", open);
}

void
sheet_html (const struct sheet *s, const struct sheet_ground *g,
            struct buffer *out)
{
  buffer_text (out, head);
  buffer_printf (out,
                 "<title>%s</title>\n</head>\n<body>\n<header>\n<h1>%s</h1>"
                 "\n<p>",
                 s->title, s->title);
  html_text (out, s->subtitle);
  buffer_text (out, "</p>\n</header>\n<main>\n");
  add_blocks (s, out);
  buffer_text (out, "</main>\n<footer>");
  sheet_day (g->today, out);
  buffer_text (out, " emi で作成。出典: ");
  html_text (out, g->facts->centre.source);
  buffer_text (out, "</footer>\n</body>\n</html>\n");
  out->failed |= s->failed;
}
