/* SPDX-License-Identifier: Apache-2.0 */
/* What emi check finds with the plugins' descriptors in hand.  */
#include <criterion/criterion.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "host/check.h"
#include "host/options.h"
#include "lib/scratch.h"
#include "lib/trial.h"

static struct trial trial;
static struct config_faults faults;

static void
set_up (void)
{
  trial_init (&trial, 1700000000);
}

static void
tear_down (void)
{
  config_faults_done (&faults);
  trial_done (&trial);
}

TestSuite (check, .init = set_up, .fini = tear_down);

static bool
check (const struct profile *profile)
{
  config_faults_done (&faults);
  return host_check (trial.host, profile, &faults);
}

/* Is there a fault on LINE that says WORD, in both languages?  */
static bool
found (int line, const char *word)
{
  for (size_t i = 0; i < faults.n; i++)
    if (faults.v[i].line == line && strstr (faults.v[i].message[LANG_EN], word)
        && *faults.v[i].message[LANG_JA]
        && strcmp (faults.v[i].file, trial.config.file) == 0)
      return true;
  return false;
}

static void
set_terminal (struct config_terminal *t, char **providers, size_t n)
{
  *t = (struct config_terminal) { .name = (char *) "er-1",
                                  .providers = providers,
                                  .n_providers = n,
                                  .line = 200 };
  trial.config.terminals = t;
  trial.config.n_terminals = 1;
}

Test (check, good)
{
  char *providers[] = { (char *) "vein", (char *) "memory" };
  struct config_terminal t;

  trial_add (&trial, EMI_KIND_AUTH, "vein", "test-vein", NULL);
  trial_add (&trial, EMI_KIND_AUTH, "memory", "test-memory2", NULL);
  set_terminal (&t, providers, 2);
  cr_assert (check (NULL), "%s", faults.v[0].message[LANG_EN]);
  cr_assert_eq (faults.n, 0);
}

Test (check, trust_where_nothing_is_signed_or_the_files_are_not_safe)
{
  char *there = scratch_path (trial.dir, "ca.pem");
  struct config_trust t = { .ca = there, .line = 70 };

  trial_add (&trial, EMI_KIND_AUTH, "vein", "test-vein", NULL)->trust = &t;
  scratch_write (trial.dir, "ca.pem", "x", 0644);
  cr_assert_not (check (NULL));
  cr_assert (found (70, "no use for ca"));
  trial.instances[0].trust = NULL;
  trial_add (&trial, EMI_KIND_AUTH, "card", "test-card", "card", "card", NULL)
      ->trust
      = &t;
  check (NULL);
  cr_assert_eq (faults.n, 0);
  cr_assert_eq (chmod (there, 0666), 0);
  cr_assert_not (check (NULL));
  cr_assert (found (70, "others may write"));
  trial.instances[1].trust = NULL;
  free (there);
}

Test (check, instances)
{
  struct profile placeholder = { .placeholder = true };

  trial_add (&trial, EMI_KIND_AUTH, "gone", "not-there", NULL);
  trial_add (&trial, EMI_KIND_AUTH, "kind", "bad-kind", NULL);
  trial_add (&trial, EMI_KIND_AUTH, "vein", "test-vein", "speed", "3", NULL);
  trial_add (&trial, EMI_KIND_AUTH, "apart", "test-vein", "speed", "3", NULL)
    ->run
    = CONFIG_RUN_SEPARATE;
  trial_add (&trial, EMI_KIND_AUTH, "real", "test-memory2", NULL)->production
    = true;
  cr_assert_not (check (&placeholder));
  cr_assert (found (10, "not-there.so"));
  cr_assert (found (20, "wanted auth"));
  cr_assert (found (31, "no option speed"));
  cr_assert (found (41, "no option speed"));
  cr_assert (found (50, "placeholder"));
  /* The methods are not in this empty profile.  */
  cr_assert (found (30, "2-04"));
  cr_assert (found (50, "1-02"));
}

Test (check, options)
{
  trial_add (&trial, EMI_KIND_READER, "one", "face-device", "face", "",
             "settle", "soon", NULL);
  trial_add (&trial, EMI_KIND_READER, "two", "face-device", "settle",
             "99999999", "settle", "1", NULL);
  if (!trial_module (&trial, "face-device"))
    cr_skip_test ("face-device is not built");
  cr_assert_not (check (NULL));
  cr_assert (found (11, "empty"));
  cr_assert (found (12, "number"));
  cr_assert (found (20, "face is required"));
  cr_assert (found (21, "range"));
  cr_assert (found (22, "twice"));
}

Test (check, terminals)
{
  char *same[] = { (char *) "memory", (char *) "memory-b" };
  char *one[] = { (char *) "vein" };
  char *twice[] = { (char *) "vein", (char *) "vein" };
  char *unknown[] = { (char *) "vein", (char *) "nobody" };
  struct config_terminal t;

  trial_add (&trial, EMI_KIND_AUTH, "vein", "test-vein", NULL);
  trial_add (&trial, EMI_KIND_AUTH, "memory", "test-memory2", NULL);
  trial_add (&trial, EMI_KIND_AUTH, "memory-b", "test-memory2", NULL);

  set_terminal (&t, same, 2);
  cr_assert_not (check (NULL));
  cr_assert (found (200, "no admissible pair"));
  set_terminal (&t, one, 1);
  cr_assert_not (check (NULL));
  cr_assert (found (200, "no admissible pair"));
  set_terminal (&t, twice, 2);
  cr_assert_not (check (NULL));
  cr_assert (found (200, "twice"));
  cr_assert (found (200, "no admissible pair"));
  set_terminal (&t, unknown, 2);
  t.readers = one;
  t.n_readers = 1;
  cr_assert_not (check (NULL));
  cr_assert (found (200, "no auth provider nobody"));
  cr_assert (found (200, "no reader vein"));
}

static enum option_fault
fits (uint32_t type, const char *limits, const char *value)
{
  const struct emi_option o = { .name = "o", .type = type, .limits = limits };

  return option_check (&o, value, NULL);
}

Test (check, option_values)
{
  cr_assert_eq (fits (EMI_OPT_NUMBER, NULL, "12"), OPTION_FITS);
  cr_assert_eq (fits (EMI_OPT_NUMBER, NULL, ""), OPTION_NO_NUMBER);
  cr_assert_eq (fits (EMI_OPT_NUMBER, NULL, "-1"), OPTION_NO_NUMBER);
  cr_assert_eq (fits (EMI_OPT_NUMBER, NULL, " 1"), OPTION_NO_NUMBER);
  cr_assert_eq (fits (EMI_OPT_NUMBER, NULL, "1k"), OPTION_NO_NUMBER);
  cr_assert_eq (fits (EMI_OPT_NUMBER, NULL, "99999999999999999999"),
                OPTION_NO_NUMBER);
  cr_assert_eq (fits (EMI_OPT_MS, "5..7", "5"), OPTION_FITS);
  cr_assert_eq (fits (EMI_OPT_MS, "5..7", "8"), OPTION_OUT_OF_RANGE);
  cr_assert_eq (fits (EMI_OPT_BOOL, NULL, "yes"), OPTION_FITS);
  cr_assert_eq (fits (EMI_OPT_BOOL, NULL, "true"), OPTION_NO_BOOL);
  cr_assert_eq (fits (EMI_OPT_CHOICE, "red green", "green"), OPTION_FITS);
  cr_assert_eq (fits (EMI_OPT_CHOICE, "red green", "gree"), OPTION_NO_CHOICE);
  cr_assert_eq (fits (EMI_OPT_CHOICE, "red green", ""), OPTION_NO_CHOICE);
  cr_assert_eq (fits (EMI_OPT_CHOICE, "red green", "red green"),
                OPTION_NO_CHOICE);
  cr_assert_eq (fits (EMI_OPT_PATH, NULL, ""), OPTION_EMPTY);
}

Test (check, option_declarations)
{
  const struct emi_option good
    = { "o", EMI_OPT_NUMBER, 0, "5", "1..9", "help" };
  struct emi_option o = good;

  cr_assert (option_sane (&o));
  o.fallback = "10";
  cr_assert_not (option_sane (&o));
  o = good;
  o.limits = "9..1";
  cr_assert_not (option_sane (&o));
  o = good;
  o.flags = EMI_OPT_REQUIRED;
  cr_assert_not (option_sane (&o), "required and with a default");
  o = good;
  o.type = EMI_OPT_CHOICE;
  o.limits = NULL;
  cr_assert_not (option_sane (&o));
  o.type = 8;
  cr_assert_not (option_sane (&o));
}

/* What would hang inside is told with its line.  */
Test (check, never_inside)
{
  if (!trial_module (&trial, "vein"))
    cr_skip_test ("vein is not built");
  trial_add (&trial, EMI_KIND_AUTH, "palm", "vein", "library", "x", "module",
             "73637269-7074-6564-2d62-696f61706931", NULL)
    ->run
    = CONFIG_RUN_INSIDE;
  cr_assert_not (check (NULL));
  cr_assert (found (10, "process of its own"));
  cr_assert_eq (faults.n, 1);
}
