/* SPDX-License-Identifier: Apache-2.0 */
/* One call, and what holds for all of them.  */
#include <assert.h>
#include <string.h>

#include "base/lang.h"
#include "inspect/parts.h"

static void
judge_lost (struct inspection *in, enum check_id id)
{
  if (in->lost == CHECK_COUNT)
    in->lost = id;
}

/* What the host did not let through.  */
static bool
judge_rules (struct inspection *in)
{
  const char *said = in->why.detail;

  if (strstr (said, HOST_SAID_UNDECLARED))
    note_fail (in, CHECK_PROMPTS, N_ ("宣言していない質問をしました"));
  else if (strstr (said, HOST_SAID_TOO_MANY))
    note_fail (in, CHECK_PROMPTS, N_ ("一度に多くの質問をしました"));
  else if (strstr (said, HOST_SAID_SECRET_KEPT))
    note_fail (in, CHECK_SECRETS,
               N_ ("失敗の文に、答えた暗証が入っていました"));
  else if (strstr (said, HOST_SAID_SECRET_PUT))
    note_fail (in, CHECK_SECRETS, N_ ("結果に、答えた暗証が入っていました"));
  else if (strstr (said, HOST_SAID_NO_END))
    note_fail (in, CHECK_CONTRACT, N_ ("終わり方でない値を返しました（%s）"),
               said);
  else
    return false;
  return true;
}

/* Its own fault, by its own word; what the host forced has its own.  */
static void
judge_internal (struct inspection *in)
{
  if (in->blame == CHECK_IN_TIME)
    note_fail (in, CHECK_SURVIVES, N_ ("自分の誤りで終わりました（%s）"),
               in->why.detail);
}

static void
judge_end (struct inspection *in, emi_rc rc)
{
  switch (in->why.code)
    {
    case CODE_HELPER_DIED:
      note_fail (in, CHECK_SURVIVES, N_ ("呼び出しの途中で落ちました（%s）"),
                 in->why.detail);
      judge_lost (in, CHECK_SURVIVES);
      return;
    case CODE_HELPER_FLOOD:
    case CODE_HELPER_PROTOCOL:
      note_fail (in, CHECK_SURVIVES,
                 N_ ("emi との取り決めにないものを送りました"));
      judge_lost (in, CHECK_SURVIVES);
      return;
    case CODE_HELPER_HUNG:
      note_fail (in, in->blame,
                 N_ ("期限を過ぎても戻らず、止めるしかありませんでした"));
      judge_lost (in, in->blame);
      return;
    case CODE_PLUGIN_FAILED:
      if (!judge_rules (in) && rc == EMI_INTERNAL)
        judge_internal (in);
      return;
    default:
      break;
    }
  if (rc == EMI_DEADLINE && !in->may_wait && !in->asked)
    {
      note_fail (in, CHECK_IN_TIME,
                 N_ ("誰にも何も尋ねずに、期限まで待ち続けました"));
      judge_lost (in, CHECK_IN_TIME);
    }
}

emi_rc
inspect_call (struct inspection *in, struct instance *i, enum call_op op,
              const void *args, const struct inspected_env *env)
{
  struct asking nobody = { .session = &in->session, .account = "trial" };
  const struct inspected_env alone = { .asking = &nobody };
  const struct inspected_env *e = env ? env : &alone;
  const struct call_env full = {
    .timeout_ms = in->timeout_ms,
    .ctx = e->asking,
    .put = e->put,
    .put_fields = e->put_fields,
    .ask = asking_ask,
  };
  emi_rc rc;

  /* Both write into what they are handed.  */
  assert (e->asking);
  given_forget (in);
  in->asked_secret = false;
  in->why = (struct fault){ .code = CODE_OK };
  rc = instance_call (i, op, args, &full, &in->why);
  judge_end (in, rc);
  if (rc != EMI_OK && in->unusable.code == CODE_OK)
    in->unusable = in->why;
  return rc;
}
