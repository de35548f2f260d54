/* SPDX-License-Identifier: Apache-2.0 */
/* The steps' list: see receive-steps.h.  Plain lines come as things happen; on
   one screen everything is drawn anew, so that nothing scrolls away while a
   person looks at the reader.  */
#include "access/receive-steps.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/lang.h"
#include "base/text.h"
#include "base/width.h"

#define STEP_CHARS 200
#define INDENT 6 /* number, blank, mark (two columns), blank */
/* Rows below the list for the questions and what is said meanwhile.  */
#define ROWS_FOR_QUESTIONS 8
#define CLEAR "\033[H\033[J"

void
receive_steps_init (struct receive_steps *v, struct session *s,
                    const char *reader)
{
  *v = (struct receive_steps){
    .s = s,
    .reader = config_instance (s->config, EMI_KIND_READER, reader),
    .family = true,
    .notes = BUFFER_INIT,
  };
}

void
receive_steps_done (struct receive_steps *v)
{
  for (size_t i = 0; i < v->n; i++)
    free (v->v[i].text);
  v->n = 0;
  buffer_done (&v->notes);
}

static const char *
who_text (const char *who, enum lang lang)
{
  static const char *const names[][3] = {
    { "staff", "職員", "staff" },
    { "helper", "家族・介助者・職員等", "family, helper or staff" },
    { "patient", "患者", "patient" },
  };

  for (size_t i = 0; i < N_ELEMENTS (names); i++)
    if (strcmp (names[i][0], who) == 0)
      return names[i][lang == LANG_EN ? 2 : 1];
  return who;
}

/* --- drawing --- */

/* Number, mark and text; COLUMNS 0: one line.  */
static void
draw_step (struct buffer *b, const struct receive_step *step, size_t columns)
{
  buffer_printf (b, "%2s %s ", step->number, step->done ? "■" : "□");
  width_wrap (b, step->text, columns, INDENT);
  buffer_text (b, "\n");
}

static void
draw_heading (struct receive_steps *v, struct buffer *b)
{
  buffer_text (b, said (v->s->lang, "カードリーダーでの手順\n"));
}

/* For whoever presses at the reader: read out, or turned towards them.  */
static void
draw_family_card (struct receive_steps *v, struct buffer *b, size_t columns)
{
  static const char rule[] = "----------------------------------------\n";

  if (!v->family)
    return;
  buffer_text (b, columns ? rule : "");
  buffer_text (b, "  ");
  width_wrap (
      b,
      said (v->s->lang,
            "ご家族・介助者の方へ:「同意しない」を押すのは救急時の手順の"
            "一つで、閲覧を断ったことにはなりません。"),
      columns, 2);
  buffer_text (b, "\n");
  buffer_text (b, columns ? rule : "");
}

static void
draw_all (struct receive_steps *v, struct buffer *b, size_t columns)
{
  draw_heading (v, b);
  for (size_t i = 0; i < v->n; i++)
    draw_step (b, &v->v[i], columns);
  draw_family_card (v, b, columns);
  buffer_text (b, buffer_string (&v->notes));
}

static size_t
count_rows (const char *text)
{
  size_t n = 0;

  for (; *text; text++)
    n += *text == '\n';
  return n;
}

/* Draws everything anew where the screen can.  */
static bool
redraw (struct receive_steps *v)
{
  struct screen *screen = v->s->screen;
  size_t rows = 0;
  size_t columns = screen->size ? screen->size (screen, &rows) : 0;
  struct buffer b = BUFFER_INIT;
  bool fits;

  if (!columns)
    return false;
  buffer_text (&b, CLEAR);
  draw_all (v, &b, columns);
  fits = count_rows (buffer_string (&b)) + ROWS_FOR_QUESTIONS <= rows;
  if (fits)
    screen->show (screen, buffer_string (&b));
  buffer_done (&b);
  return fits;
}

static void
show (struct receive_steps *v, const struct buffer *b)
{
  v->s->screen->show (v->s->screen, buffer_string (b));
}

/* --- the list --- */

static const char *
own_text (const struct config_step *step, enum lang lang)
{
  return lang == LANG_EN && step->text_en ? step->text_en : step->text_ja;
}

/* The hospital's words for the step of this name, which is the plugin's.  */
static const char *
replaced (struct receive_steps *v, const char *name)
{
  for (size_t i = 0; v->reader && i < v->reader->n_steps && i < 64; i++)
    if (strcmp (v->reader->steps[i].name, name) == 0)
      {
        v->matched |= UINT64_C (1) << i;
        return own_text (&v->reader->steps[i], v->s->lang);
      }
  return NULL;
}

static void
add (struct receive_steps *v, const char *name, const char *number,
     const char *text, const char *who)
{
  struct receive_step *step = &v->v[v->n];
  CLEANUP_FREE char *safe = text ? text_safe (text, STEP_CHARS) : NULL;
  CLEANUP_FREE char *by
      = who ? text_safe (who_text (who, v->s->lang), STEP_CHARS) : NULL;
  CLEANUP_FREE char *count = text_safe (number, 2);
  struct buffer line = BUFFER_INIT;

  if (!safe || !count || v->n == STEPS_MAX)
    return;
  buffer_text (&line, safe);
  if (by)
    buffer_printf (&line, said (v->s->lang, "（%s）"), by);
  *step = (struct receive_step){ .text = buffer_steal (&line, NULL) };
  if (!step->text)
    return;
  snprintf (step->name, sizeof step->name, "%s", name);
  if (strlen (count) < sizeof step->number)
    snprintf (step->number, sizeof step->number, "%s", count);
  v->n++;
}

static struct receive_step *
find (struct receive_steps *v, const char *name)
{
  for (size_t i = 0; name && i < v->n; i++)
    if (strcmp (v->v[i].name, name) == 0)
      return &v->v[i];
  return NULL;
}

void
receive_steps_put (struct receive_steps *v, const struct emi_fields *f)
{
  CLEANUP_FREE char *text = fields_text (f, said (v->s->lang, "text.ja"));
  CLEANUP_FREE char *who = fields_text (f, "who");
  CLEANUP_FREE char *state = fields_text (f, "state");
  CLEANUP_FREE char *name = fields_text (f, "name");
  CLEANUP_FREE char *number = fields_text (f, "number");
  const char *own;

  if (!name)
    return;
  own = replaced (v, name);
  if (!find (v, name))
    add (v, name, number ? number : "", own ? own : text, who);
  if (state && strcmp (state, "todo") != 0)
    receive_steps_tick (v, name);
}

void
receive_steps_tick (struct receive_steps *v, const char *name)
{
  struct receive_step *step = find (v, name);
  struct buffer b = BUFFER_INIT;

  if (!step || step->done)
    return;
  receive_steps_end (v);
  step->done = true;
  if (redraw (v))
    return;
  draw_step (&b, step, 0);
  show (v, &b);
  buffer_done (&b);
}

void
receive_steps_end (struct receive_steps *v)
{
  struct buffer b = BUFFER_INIT;

  if (v->complete || !v->n)
    return;
  v->complete = true;
  for (size_t i = 0; v->reader && i < v->reader->n_steps && i < 64; i++)
    if (!(v->matched & (UINT64_C (1) << i)))
      add (v, v->reader->steps[i].name, "",
           own_text (&v->reader->steps[i], v->s->lang), NULL);
  if (redraw (v))
    return;
  draw_all (v, &b, 0);
  show (v, &b);
  buffer_done (&b);
}

void
receive_steps_note (struct receive_steps *v, const char *text)
{
  CLEANUP_FREE char *safe = text ? text_safe (text, 0) : NULL;
  struct buffer b = BUFFER_INIT;

  if (!safe)
    return;
  receive_steps_end (v);
  buffer_printf (&b, "  ! %s\n", safe);
  buffer_text (&v->notes, buffer_string (&b));
  if (!v->complete || !redraw (v))
    show (v, &b);
  buffer_done (&b);
}
