/* SPDX-License-Identifier: Apache-2.0 */
/* Does one odd thing to its host at a time; the account says which.  */
#include "auth-test.h"

#include <pthread.h>
#include <time.h>

static const char *const nine[] = { "line", "line", "line", "line", "line",
                                    "line", "line", "line", "line" };

struct other
{
  const struct auth_test *t;
  struct emi_call *call;
  emi_rc rc;
};

static void *
other_thread (void *arg)
{
  struct other *o = arg;

  o->rc = auth_test_text (o->t, o->call, "verdict", "granted");
  return NULL;
}

static emi_rc
from_thread (const struct auth_test *t, struct emi_call *call)
{
  struct other o = { t, call, EMI_OK };
  pthread_t id;

  if (pthread_create (&id, NULL, other_thread, &o) != 0)
    return EMI_UNREACHED;
  pthread_join (id, NULL);
  return o.rc;
}

static emi_rc
late (struct auth_test *t, struct emi_call *call)
{
  struct emi_call *old = t->old_call;

  t->old_call = call;
  return old ? auth_test_text (t, old, "verdict", "granted") : EMI_OK;
}

static emi_rc
ask (const struct auth_test *t, struct emi_call *call, const char *id)
{
  return t->host->ask (call, &id, 1);
}

static emi_rc
tell (const struct auth_test *t, struct emi_call *call, const char *what)
{
  const char *line;

  if (strcmp (what, "deaf") == 0)
    {
      /* No answer, and goes on as if there were one.  */
      ask (t, call, "line");
      auth_test_text (t, call, "verdict", "granted");
      return EMI_OK;
    }
  if (ask (t, call, strcmp (what, "give") == 0 ? "secret" : "line") != EMI_OK)
    return EMI_CANCELLED;
  line = t->host->answer (call, "line");
  if (strcmp (what, "give") == 0)
    return auth_test_text (t, call, "show",
                           t->host->answer (call, "secret"));
  if (strcmp (what, "line") == 0)
    return t->host->fail (call, EMI_PROTOCOL, "no %s here", line);
  return auth_test_text (t, call, "answer", line);
}

static emi_rc
bad_results (const struct auth_test *t, struct emi_call *call)
{
  const struct emi_field v[] = { { NULL, { "x", 1 } } };
  const struct emi_fields f = { v, 1 };

  if (t->host->put (call, NULL, "x", 1) != EMI_INTERNAL
      || t->host->put (call, "x", NULL, 1) != EMI_INTERNAL
      || t->host->put (NULL, "x", "x", 1) != EMI_INTERNAL
      || t->host->put_fields (call, "x", NULL) != EMI_INTERNAL
      || t->host->put_fields (call, "x", &f) != EMI_INTERNAL)
    return t->host->fail (call, EMI_PROTOCOL, "took what it must not");
  return EMI_OK;
}

static emi_rc
verify (void *self, struct emi_call *call, const struct emi_auth_verify *in)
{
  struct auth_test *t = self;
  const char *what = in->account;

  t->calls++;
  if (strcmp (what, "number") == 0)
    return (emi_rc) 77;
  if (strcmp (what, "minus") == 0)
    return (emi_rc) -1;
  if (strncmp (what, "end-", 4) == 0)
    return (emi_rc) (what[4] - '0');
  if (strncmp (what, "say-", 4) == 0)
    return t->host->fail (call, (emi_rc) (what[4] - '0'), "bell\a and %s",
                          "more");
  if (strcmp (what, "after-fail") == 0)
    {
      t->host->fail (call, EMI_PROTOCOL, "broken");
      auth_test_grant (t, call, in, "2-01");
      return EMI_OK;
    }
  if (strcmp (what, "late") == 0)
    return late (t, call);
  if (strcmp (what, "thread") == 0)
    return from_thread (t, call);
  if (strcmp (what, "nine") == 0)
    return t->host->ask (call, nine, 9);
  if (strcmp (what, "wait") == 0)
    return t->host->wait (call, -1, 0, 1);
  if (strcmp (what, "for-ever") == 0)
    return t->host->wait (call, -1, 0, -1);
  if (strcmp (what, "turn") == 0)
    return t->host->turn (call, 1);
  if (strcmp (what, "results") == 0)
    return bad_results (t, call);
  return tell (t, call, what);
}

static const struct emi_prompt prompts[] = {
  { "line", EMI_PROMPT_TEXT, NULL, "行", "line", NULL },
  { "secret", EMI_PROMPT_SECRET, NULL, "秘密", "secret", NULL },
  EMI_PROMPT_END,
};
AUTH_TEST_PLUGIN (test_odd, "test-odd", "2-01", verify, prompts);
