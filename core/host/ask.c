/* SPDX-License-Identifier: Apache-2.0 */
/* Prompts of a plugin: only declared ones, only so many in a call, and the
   answers only for this call.  */
#include <string.h>

#include "base/text.h"
#include "base/words.h"
#include "host/internal.h"

static const struct emi_prompt *
declared (const struct emi_call *call, const char *id)
{
  const struct emi_prompt *p = call->instance->module->plugin.prompts;

  for (; id && p && p->id; p++)
    if (strcmp (p->id, id) == 0)
      return p;
  return NULL;
}

static bool
wants_answer (const struct emi_prompt *p)
{
  return p->kind != EMI_PROMPT_GESTURE && p->kind != EMI_PROMPT_NOTICE;
}

/* Answers are handed to plugins as strings, so a NUL inside would hide its
   rest.  */
static bool
fits (const struct emi_prompt *p, const struct secret *answer)
{
  const char *text = answer->data ? (const char *) answer->data : "";

  if (answer->len > ANSWER_BYTES || !text_is_utf8 (text, answer->len))
    return false;
  return p->kind != EMI_PROMPT_CHOICE || words_have (p->choices, text);
}

static emi_rc
ask_one (struct emi_call *call, const struct emi_prompt *p)
{
  const char *name = call->instance->config->name;
  struct call_answer *a = &call->answers[call->n_answers];
  struct fault why = { .code = CODE_INTERNAL };

  a->prompt = p;
  a->text = (struct secret) SECRET_INIT;
  if (!call->env->ask)
    return call_force (call, EMI_CANCELLED, CODE_PROMPT_UNANSWERED, "%s.%s",
                       name, p->id);
  if (!call->env->ask (call->env->ctx, name, p, &a->text, &why))
    {
      secret_done (&a->text);
      return call_force (call, EMI_CANCELLED, why.code, "%s", why.detail);
    }
  if (wants_answer (p) && !fits (p, &a->text))
    {
      secret_done (&a->text);
      return call_force (call, EMI_CANCELLED, CODE_PROMPT_UNANSWERED,
                         "%s.%s: not an answer that can be taken", name,
                         p->id);
    }
  /* Also what only was shown counts against the limit.  */
  call->n_answers++;
  return EMI_OK;
}

emi_rc
call_ask (struct emi_call *call, const char *const *ids, size_t n)
{
  const char *name = call->instance->config->name;

  if (n > PROMPTS_PER_CALL - call->n_answers)
    return call_force (call, EMI_INTERNAL, CODE_PLUGIN_FAILED,
                       "%s: " HOST_SAID_TOO_MANY " %d prompts in one call", name,
                       PROMPTS_PER_CALL);
  /* None is shown when one of them must not be.  */
  for (size_t k = 0; k < n; k++)
    if (!declared (call, ids[k]))
      return call_force (call, EMI_INTERNAL, CODE_PLUGIN_FAILED,
                         "%s: " HOST_SAID_UNDECLARED, name);
  for (size_t k = 0; k < n; k++)
    {
      const struct emi_prompt *p = declared (call, ids[k]);
      emi_rc rc = p ? ask_one (call, p) : EMI_INTERNAL;
      if (rc != EMI_OK)
        return rc;
    }
  return EMI_OK;
}
