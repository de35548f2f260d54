/* SPDX-License-Identifier: Apache-2.0 */
/* All steps stand on one screen: the plugin puts them as "todo" first.  What
   it observes later is ticked on a line of its own.  */
#include "access/receive-steps.h"

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/cleanup.h"
#include "base/text.h"

#define STEP_CHARS 200

void
receive_steps_init (struct receive_steps *v, struct session *s,
                    const char *reader)
{
  *v = (struct receive_steps) {
    .s = s,
    .reader = config_instance (s->config, EMI_KIND_READER, reader),
  };
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

static const char *
own_text (const struct config_step *step, enum lang lang)
{
  return lang == LANG_EN && step->text_en ? step->text_en : step->text_ja;
}

static void
put_line (struct receive_steps *v, const char *mark, const char *text,
          const char *who)
{
  CLEANUP_FREE char *safe = text ? text_safe (text, STEP_CHARS) : NULL;
  CLEANUP_FREE char *by
    = who ? text_safe (who_text (who, v->s->lang), STEP_CHARS) : NULL;
  struct buffer line = BUFFER_INIT;

  if (!safe)
    return;
  buffer_printf (&line, "  %s %s", mark, safe);
  if (by)
    buffer_printf (&line, v->s->lang == LANG_EN ? " (%s)" : "（%s）", by);
  buffer_text (&line, "\n");
  v->s->screen->show (v->s->screen, buffer_string (&line));
  buffer_done (&line);
}

/* The hospital's words for the step of this name, which is the plugin's.  */
static const char *
replaced (struct receive_steps *v, const char *name)
{
  for (size_t i = 0; v->reader && name && i < v->reader->n_steps && i < 64;
       i++)
    if (strcmp (v->reader->steps[i].name, name) == 0)
      {
        v->matched |= UINT64_C (1) << i;
        return own_text (&v->reader->steps[i], v->s->lang);
      }
  return NULL;
}

void
receive_steps_show (struct receive_steps *v, const struct emi_fields *f)
{
  bool en = v->s->lang == LANG_EN;
  CLEANUP_FREE char *text = fields_text (f, en ? "text.en" : "text.ja");
  CLEANUP_FREE char *who = fields_text (f, "who");
  CLEANUP_FREE char *state = fields_text (f, "state");
  CLEANUP_FREE char *name = fields_text (f, "name");
  bool todo = state && strcmp (state, "todo") == 0;
  const char *own = replaced (v, name);

  if (!v->begun)
    v->s->screen->show (v->s->screen, en ? "Steps at the reader\n"
                                         : "カードリーダーでの手順\n");
  v->begun = true;
  if (!todo)
    receive_steps_end (v);
  put_line (v, todo ? "□" : "■", own ? own : text, who);
}

void
receive_steps_end (struct receive_steps *v)
{
  if (v->complete || !v->begun)
    return;
  v->complete = true;
  for (size_t i = 0; v->reader && i < v->reader->n_steps && i < 64; i++)
    if (!(v->matched & (UINT64_C (1) << i)))
      put_line (v, "□", own_text (&v->reader->steps[i], v->s->lang), NULL);
}
