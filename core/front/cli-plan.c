/* SPDX-License-Identifier: Apache-2.0 */
/* The preparation plan as emi doctor --go-live shows it.  */
#include "front/front.h"

#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/lang.h"
#include "report/plan.h"

/* Today is the last chance; a plan for a day that is over is a slip.  */
bool
cli_go_live (struct cli *c, const char *day, struct fault *why)
{
  char today[11];
  int64_t start;

  if (strlen (day) != 10 || !date_day (day, &start))
    return fault_set (why, CODE_VALUE, "--go-live %s", day);
  date_japan (clock_seconds (c->session.clock), today);
  if (strcmp (day, today) < 0)
    return fault_set (why, CODE_VALUE,
                      said (c->session.lang, "--go-live %s: 過ぎた日です"),
                      day);
  return true;
}

static const char *
mark_of (const struct plan_row *r, enum lang lang)
{
  switch (r->state)
    {
    case PLAN_DONE:
      return said (lang, "済  ");
    case PLAN_STALE:
      return said (lang, "古い");
    case PLAN_OPEN:
      break;
    }
  return said (lang, "まだ");
}

static const char *
basis_words (enum plan_basis b, enum lang lang)
{
  switch (b)
    {
    case PLAN_FOUND:
      return said (lang, "emi で確認");
    case PLAN_DECLARED:
      return said (lang, "病院の申告");
    case PLAN_NOTHING:
      break;
    }
  return "";
}

/* A fact of the national side in words, and where it stands.  */
static void
print_fact (struct cli *c, const char *before, const struct fact *f)
{
  if (f)
    cli_print (c, "%s%s%s%s\n", before, f->text[c->session.lang],
               f->url ? "  " : "", f->url ? f->url : "");
}

/* With its day: what is decided later is not known here.  */
static void
print_notice (struct cli *c, const struct fact *f)
{
  enum lang lang = c->session.lang;

  if (f)
    cli_print (c, said (lang, "  %s（%s 現在）\n"), f->text[lang],
               fact_as_of (f));
}

static void
print_state (struct cli *c, const struct plan_row *r)
{
  enum lang lang = c->session.lang;

  if (r->reason[0] && r->basis != PLAN_NOTHING)
    cli_print (c, said (lang, "        %s（%s）\n"), r->reason,
               basis_words (r->basis, lang));
  else if (r->reason[0])
    cli_print (c, said (lang, "        %s\n"), r->reason);
  if (r->next[0])
    {
      cli_print (c, said (lang, "        → %s\n"), r->next);
      print_fact (c, said (lang, "        参照: "), r->see);
    }
}

static void
print_row (struct cli *c, const struct plan_row *r)
{
  enum lang lang = c->session.lang;

  cli_print (c, said (lang, "  %s  %s（%s）\n"), mark_of (r, lang), r->title,
             owner_label (r->owner, lang));
  if (r->when[0])
    cli_print (c, said (lang, "        時期: %s\n"), r->when);
  cli_print (c, said (lang, "        確かめるもの: %s\n"), r->proof);
  print_state (c, r);
}

/* A doctor's rows on one line each: the same five for everybody.  */
static void
print_person_row (struct cli *c, const struct plan_row *r, bool first)
{
  enum lang lang = c->session.lang;

  if (first)
    cli_print (c, "  %s\n", r->account);
  if (r->reason[0])
    cli_print (c, said (lang, "    %s  %s: %s\n"), mark_of (r, lang), r->title,
               r->reason);
  else
    cli_print (c, "    %s  %s\n", mark_of (r, lang), r->title);
}

/* What is left of 2-1-3, said once and not for each doctor.  */
static void
print_person_next (struct cli *c, const struct plan *p)
{
  for (size_t i = 0; i < p->n; i++)
    {
      bool before = false;

      if (!p->v[i].account[0] || !p->v[i].next[0])
        continue;
      for (size_t k = 0; k < i; k++)
        before |= strcmp (p->v[k].next, p->v[i].next) == 0;
      if (!before)
        cli_print (c, "    → %s\n", p->v[i].next);
    }
}

static const char *
step_title (const char *step, enum lang lang)
{
  static const struct
  {
    const char *step;
    const char *title; /* Japanese */
  } steps[] = {
    { "0", N_ ("前提") },
    { "1-1", N_ ("システム事業者へ発注: 見積依頼") },
    { "1-2", N_ ("システム事業者へ発注: 発注") },
    { "2-1-1", N_ ("導入: 対応版ソフトの提供") },
    { "2-1-2", N_ ("導入: パソコンの設定") },
    { "2-1-3", N_ ("導入: 業務上の設定と操作手順の確認") },
    { "2-2-1", N_ ("運用準備: 業務フローと変更点の確認") },
  };

  for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++)
    if (strcmp (steps[i].step, step) == 0)
      return said (lang, steps[i].title);
  return "";
}

static void
print_head (struct cli *c, const struct plan *p)
{
  enum lang lang = c->session.lang;

  if (p->days_left == 0)
    cli_print (c, said (lang, "%s の運用開始（今日）に向けた準備\n"),
               p->start);
  else
    cli_print (c, said (lang, "%s の運用開始（あと %d 日）に向けた準備\n"),
               p->start, p->days_left);
  print_notice (c, facts_get (p->facts, "release"));
  print_notice (c, facts_get (p->facts, "search"));
}

void
cli_plan_print (struct cli *c, const struct plan *p)
{
  print_head (c, p);
  for (size_t i = 0; i < p->n; i++)
    {
      const struct plan_row *r = &p->v[i], *last = i ? r - 1 : NULL;
      bool new_step = !last || strcmp (last->step, r->step) != 0;

      if (new_step && last && last->account[0])
        print_person_next (c, p);
      if (new_step)
        cli_print (c, "%s %s\n", r->step,
                   step_title (r->step, c->session.lang));
      if (r->account[0])
        print_person_row (c, r,
                          !last || strcmp (last->account, r->account) != 0);
      else
        print_row (c, r);
    }
}

void
cli_plan_fill (struct cli *c, const struct plan *p)
{
  json_t *rows = json_array ();

  for (size_t i = 0; i < p->n; i++)
    {
      const struct plan_row *r = &p->v[i];
      json_t *o = json_object ();

      cli_set (o, "id", r->id);
      cli_set (o, "step", r->step);
      cli_set (o, "owner", r->owner);
      cli_set (o, "account", r->account[0] ? r->account : NULL);
      cli_set (o, "title", r->title);
      cli_set (o, "when", r->when);
      cli_set (o, "state", plan_state_name (r->state));
      cli_set (o, "basis", r->basis ? plan_basis_name (r->basis) : NULL);
      cli_set (o, "reason", r->reason);
      cli_set (o, "proof", r->proof);
      cli_set (o, "next", r->next);
      cli_set (o, "see", r->see ? r->see->text[c->session.lang] : NULL);
      json_array_append_new (rows, o);
    }
  cli_set (c->out, "go_live", p->start);
  json_object_set_new (c->out, "plan", rows);
}
