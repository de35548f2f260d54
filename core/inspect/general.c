/* SPDX-License-Identifier: Apache-2.0 */
/* What holds for plugins of every kind.  */
#include <stdint.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/lang.h"
#include "inspect/parts.h"

#define SHORT_MS 2000

/* --- texts --- */

static bool
is_ascii (const char *text)
{
  for (; *text; text++)
    if ((unsigned char) *text > 0x7e)
      return false;
  return true;
}

void
general_texts (struct inspection *in)
{
  const struct emi_plugin *p = in->plugin;

  if (!p->summary[0] || !p->version[0])
    note_fail (in, CHECK_TEXTS, N_ ("版か一行の説明が空です"));
  for (const struct emi_option *o = p->options; o && o->name; o++)
    if (!o->help || !o->help[0])
      note_fail (in, CHECK_TEXTS, N_ ("設定 %s に説明がありません"), o->name);
  for (const struct emi_prompt *q = p->prompts; q && q->id; q++)
    if (is_ascii (q->text_ja) || strcmp (q->text_ja, q->text_en) == 0)
      note_fail (in, CHECK_TEXTS,
                 N_ ("質問 %s の日本語か英語の文がありません"), q->id);
  note_pass (in, CHECK_TEXTS);
}

/* --- opening --- */

static void
judge_refused_open (struct inspection *in, const struct fault *why)
{
  if (why->code == CODE_PLUGIN_CONFIG && in->made_up)
    note_skip (in, CHECK_OPENS,
               N_ ("必要な設定を --option で与えてください（%s）"),
               why->detail);
  else
    note_fail (in, CHECK_OPENS, N_ ("%s（%s）"),
               code_info (why->code)->message[in->setup->lang], why->detail);
}

bool
general_open (struct inspection *in)
{
  struct instance *two;
  struct fault why;

  if (!host_instance (in->host, 0, in->names[ONE], &in->one, &why))
    {
      in->one = NULL;
      judge_refused_open (in, &why);
      return false;
    }
  note_pass (in, CHECK_OPENS);
  if (host_instance (in->host, 0, in->names[TWO], &two, &why))
    note_pass (in, CHECK_OPENS_TWICE);
  else
    note_fail (in, CHECK_OPENS_TWICE, N_ ("%s（%s）"),
               code_info (why.code)->message[in->setup->lang], why.detail);
  return true;
}

/* --- no time, given up --- */

static void
judge_deadline (struct inspection *in, const struct kind_part *kind)
{
  in->blame = CHECK_DEADLINE;
  in->may_wait = true;
  in->timeout_ms = -1;
  kind->use (in, in->one, -1);
  in->timeout_ms = 0;
  if (alive (in))
    note_pass_used (in, CHECK_DEADLINE);
}

/* One that does not come back is ended, and then nobody answers.  */
static void
judge_cancel (struct inspection *in, const struct kind_part *kind)
{
  struct instance_held held;
  uint64_t n;

  if (in->plugin->kind == EMI_KIND_STORE)
    {
      note_skip (in, CHECK_CANCEL,
                 N_ ("記録の保存は、途中で中止できないことになっています"));
      return;
    }
  if (!instance_held (in->one, &held))
    return;
  in->blame = CHECK_CANCEL;
  if (eventfd_write (in->given_up, 1) != 0)
    return;
  kind->use (in, in->one, -1);
  (void) !read (in->given_up, &n, sizeof n);
  if (instance_held (in->one, &held))
    note_pass_used (in, CHECK_CANCEL);
  else
    {
      note_fail (in, CHECK_CANCEL,
                 N_ ("中止しても戻らず、止めるしかありませんでした"));
      in->lost = CHECK_CANCEL;
    }
}

/* --- strange surroundings --- */

static bool
has_path (const struct inspection *in)
{
  const struct config_instance *c = &in->instances[GONE];

  for (size_t k = 0; k < c->n_options; k++)
    if (strncmp (c->options[k].value, "nowhere/", 8) == 0)
      return true;
  return false;
}

static void
judge_absent (struct inspection *in, const struct kind_part *kind)
{
  struct instance *i;
  struct fault why;

  if (!has_path (in))
    {
      note_skip (in, CHECK_ABSENT, N_ ("なくなるものがありません"));
      return;
    }
  in->blame = CHECK_ABSENT;
  in->may_wait = true;
  if (!host_instance (in->host, 0, in->names[GONE], &i, &why))
    {
      if (why.code == CODE_PLUGIN_CONFIG || why.code == CODE_UNREACHED)
        note_pass (in, CHECK_ABSENT);
      else
        note_fail (in, CHECK_ABSENT, N_ ("%s（%s）"),
                   code_info (why.code)->message[in->setup->lang], why.detail);
      return;
    }
  if (kind->use (in, i, 0))
    note_fail (in, CHECK_ABSENT, N_ ("ないのに、できたと言いました"));
  else if (alive (in))
    note_pass (in, CHECK_ABSENT);
}

static void
judge_odd (struct inspection *in, const struct kind_part *kind)
{
  struct instance *i;
  struct fault why;

  in->blame = CHECK_ODD_OPTIONS;
  in->may_wait = true;
  if (!in->plugin->options || !in->plugin->options[0].name)
    note_skip (in, CHECK_ODD_OPTIONS, N_ ("設定がありません"));
  else if (host_instance (in->host, 0, in->names[ODD], &i, &why))
    {
      in->timeout_ms = SHORT_MS;
      kind->use (in, i, 0);
      if (alive (in))
        note_pass (in, CHECK_ODD_OPTIONS);
    }
  else if (why.code == CODE_HELPER_DIED || why.code == CODE_HELPER_HUNG
           || why.code == CODE_HELPER_PROTOCOL)
    note_fail (in, CHECK_ODD_OPTIONS, N_ ("%s（%s）"),
               code_info (why.code)->message[in->setup->lang], why.detail);
  else
    note_pass (in, CHECK_ODD_OPTIONS);
}

void
general_others (struct inspection *in)
{
  const struct kind_part *kind = kind_part (in->plugin->kind);
  void (*const all[]) (struct inspection *, const struct kind_part *)
      = { judge_deadline, judge_cancel, judge_absent, judge_odd };

  for (size_t k = 0; k < sizeof all / sizeof all[0] && alive (in); k++)
    {
      bool waits = in->may_wait;
      int64_t most = in->timeout_ms;

      all[k](in, kind);
      in->may_wait = waits;
      in->timeout_ms = most;
      in->blame = CHECK_IN_TIME;
    }
}
