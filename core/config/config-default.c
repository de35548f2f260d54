/* SPDX-License-Identifier: Apache-2.0 */
/* What is shown, and how, when the hospital has not said.  The template
   conf/emi.xml says the same; a test compares both.  */
#include "base/text.h"
#include "config/config-parts.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"

/* The order of the screen with the periods of the national summary; of a
   check-up only the date comes, so it is never too old.  */
static const struct
{
  const char *kind;
  int days;
  int months;
} sections[] = {
  { "drug", 0, 3 },       { "prescription", 45, 0 }, { "dialysis", 0, 3 },
  { "operation", 0, 60 }, { "treatment", 0, 3 },     { "visit", 0, 3 },
  { "checkup", 0, 0 },
};

/* Antithrombotics in use in Japan, by generic name, and the words that stand
   in for them.  */
static const char highlight_label[] = "抗血栓薬";
static const char highlight_words[]
    = "抗凝固 抗血小板 抗血栓 ワルファリン ヘパリン "
      "ダビガトラン リバーロキサバン アピキサバン エドキサバン "
      "フォンダパリヌクス ダナパロイド アルガトロバン "
      "アスピリン クロピドグレル プラスグレル チカグレロル "
      "チクロピジン シロスタゾール サルポグレラート ベラプロスト "
      "リマプロスト ジピリダモール イコサペント";

/* 薬価基準収載医薬品コード: 333 is 血液凝固阻止剤 of the 日本標準商品分類.
   Antiplatelets share 339 with other drugs and go by name.  */
static const char highlight_codes[] = "333";

static struct config_section *
find_section (const struct config *c, const char *kind)
{
  for (size_t i = 0; i < c->n_sections; i++)
    if (c->sections[i].kind && strcmp (c->sections[i].kind, kind) == 0)
      return &c->sections[i];
  return NULL;
}

/* Nothing that came is hidden because somebody forgot to list its kind.  */
void
config_default_sections (struct reading *r, struct config *c)
{
  struct config_section *all = reallocarray (
      c->sections, c->n_sections + N_ELEMENTS (sections), sizeof *all);
  if (!all)
    {
      r->no_memory = true;
      return;
    }
  c->sections = all;
  for (size_t i = 0; i < N_ELEMENTS (sections); i++)
    {
      struct config_section *s = find_section (c, sections[i].kind);
      if (!s)
        {
          s = &all[c->n_sections++];
          s->kind = reading_copy (r, sections[i].kind);
          s->days = -1;
        }
      if (s->days < 0)
        {
          s->days = sections[i].days;
          s->months = sections[i].months;
        }
    }
}

void
config_default_highlight (struct reading *r, struct config *c)
{
  struct config_highlight *h;

  if (c->n_highlights > 0)
    return;
  h = c->highlights = reading_array (r, 1, sizeof *h);
  if (!h)
    return;
  c->n_highlights = 1;
  h->label = reading_copy (r, highlight_label);
  h->words = reading_words (r, highlight_words, &h->n_words);
  h->codes = reading_words (r, highlight_codes, &h->n_codes);
}

/* Once here and not for each summary.  */
void
config_fold_highlights (struct reading *r, struct config *c)
{
  for (size_t i = 0; i < c->n_highlights; i++)
    {
      struct config_highlight *h = &c->highlights[i];

      h->folded = reading_array (r, h->n_words, sizeof *h->folded);
      for (size_t j = 0; h->folded && j < h->n_words; j++)
        {
          h->folded[j] = text_fold (h->words[j]);
          if (!h->folded[j])
            r->no_memory = true;
        }
    }
}
