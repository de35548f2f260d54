/* SPDX-License-Identifier: Apache-2.0 */
/* Which providers make a pair, and how that is said.  */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "host/pairs.h"
#include "lib/trial.h"

static struct trial trial;
static struct profile *profile;

static void
set_up (void)
{
  const char *top = getenv ("top_srcdir");
  struct fault why;
  char *path = NULL;

  trial_init (&trial, 1700000000);
  trial_add (&trial, EMI_KIND_AUTH, "memory", "test-memory2", NULL);
  trial_add (&trial, EMI_KIND_AUTH, "memory-b", "test-memory2", NULL);
  trial_add (&trial, EMI_KIND_AUTH, "vein", "test-vein", NULL);
  trial_add (&trial, EMI_KIND_AUTH, "gone", "not-there", NULL);
  cr_assert (asprintf (&path, "%s/conf/profiles/placeholder.xml",
                       top ? top : ".")
             >= 0);
  cr_assert (profile_load (path, &profile, NULL, &why));
  free (path);
}

static void
tear_down (void)
{
  profile_free (profile);
  trial_done (&trial);
}

TestSuite (pairs, .init = set_up, .fini = tear_down);

static enum pair_verdict
verdict (const char *a, const char *b)
{
  struct pair p;

  host_pair (trial.host, a, b, &p);
  return p.verdict;
}

/* Does the explanation of A and B in LANG say WORD?  */
static bool
says (const char *a, const char *b, enum lang lang, const char *word)
{
  struct buffer text = BUFFER_INIT;
  struct pair p;
  bool said;

  host_pair (trial.host, a, b, &p);
  pair_words (profile, &p, lang, &text);
  said = strstr (buffer_string (&text), word) != NULL;
  if (!said)
    cr_log_error ("%s", buffer_string (&text));
  buffer_done (&text);
  return said;
}

Test (pairs, two_classes_and_nothing_else)
{
  cr_expect_eq (verdict ("memory", "vein"), PAIR_GOOD);
  cr_expect_eq (verdict ("vein", "memory"), PAIR_GOOD);
  cr_expect_eq (verdict ("memory", "memory-b"), PAIR_ONE_CLASS);
  cr_expect_eq (verdict ("memory", NULL), PAIR_ALONE);
  cr_expect_eq (verdict ("memory", "gone"), PAIR_UNKNOWN);
  cr_expect_eq (verdict ("gone", NULL), PAIR_UNKNOWN);
  cr_expect_eq (verdict ("memory", "nobody"), PAIR_UNKNOWN);
  trial.config.minimum = CONFIG_MINIMUM_SEPARATE;
  cr_expect_eq (verdict ("memory", "vein"), PAIR_MINIMUM);
  cr_expect_eq (verdict ("memory", "memory-b"), PAIR_ONE_CLASS);
}

Test (pairs, a_name_that_is_a_path_loads_nothing)
{
  trial_add (&trial, EMI_KIND_AUTH, "odd", "../plugins/test-vein", NULL);
  cr_expect_eq (verdict ("memory", "odd"), PAIR_UNKNOWN);
}

Test (pairs, in_the_terminal_s_order)
{
  char *providers[] = { (char *) "vein", (char *) "memory",
                        (char *) "memory-b", (char *) "vein" };
  struct config_terminal t = { .name = (char *) "er-1",
                               .providers = providers,
                               .n_providers = 3 };
  struct pair *v = NULL;
  size_t n = 0;

  cr_assert (host_pairs (trial.host, &t, &v, &n));
  cr_assert_eq (n, 3);
  cr_expect_str_eq (v[0].a, "vein");
  cr_expect_str_eq (v[0].b, "memory");
  cr_expect_str_eq (v[1].b, "memory-b");
  cr_expect_eq (v[2].verdict, PAIR_ONE_CLASS);
  free (v);
  /* One that is named twice is no pair with itself.  */
  t.n_providers = 4;
  cr_assert (host_pairs (trial.host, &t, &v, &n));
  cr_expect_eq (n, 5);
  free (v);
}

Test (pairs, in_words)
{
  cr_expect (says ("memory", "vein", LANG_JA, "記憶 1-02（PIN）"));
  cr_expect (says ("memory", "vein", LANG_JA, "生体 2-04（静脈）"));
  cr_expect (says ("memory", "vein", LANG_EN, "knowledge 1-02 (pin)"));
  cr_expect (says ("memory", "memory-b", LANG_JA, "区分 1（記憶）"));
  cr_expect (says ("memory", "memory-b", LANG_EN, "two of class 1"));
  cr_expect (says ("memory", NULL, LANG_EN, "one alone"));
  cr_expect (says ("memory", "gone", LANG_EN, "cannot be loaded"));
  trial.config.minimum = CONFIG_MINIMUM_CORE;
  cr_expect (says ("memory", "vein", LANG_EN, "factors minimum"));
}

/* Without a profile the codes stand for themselves.  */
Test (pairs, without_words)
{
  struct buffer text = BUFFER_INIT;
  struct pair p;

  host_pair (trial.host, "memory", "vein", &p);
  pair_words (NULL, &p, LANG_EN, &text);
  cr_expect_str_eq (buffer_string (&text), "1 1-02 (1-02) + 2 2-04 (2-04)");
  buffer_done (&text);
}
