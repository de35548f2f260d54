/* SPDX-License-Identifier: Apache-2.0 */
/* Configured instances: how they are found, and what their options become. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "host/internal.h"
#include "lib/scratch.h"
#include "lib/trial.h"

static struct trial trial;
static struct instance *found;
static struct fault why;

static void
set_up (void)
{
  trial_init (&trial, 1700000000);
}

static void
tear_down (void)
{
  trial_done (&trial);
}

TestSuite (instance, .init = set_up, .fini = tear_down);

static void
refused (enum emi_kind kind, const char *name, enum code code,
         const char *word)
{
  found = NULL;
  cr_assert_not (host_instance (trial.host, kind, name, &found, &why));
  cr_assert_null (found);
  cr_assert_eq (why.code, code, "%s: %s", code_info (why.code)->word,
                why.detail);
  cr_assert (strstr (why.detail, word), "%s", why.detail);
}

Test (instance, unknown_ones)
{
  trial_add (&trial, EMI_KIND_AUTH, "vein", "test-vein", NULL);
  refused (EMI_KIND_READER, "nobody", CODE_READER_UNKNOWN, "nobody");
  refused (EMI_KIND_AUTH, "nobody", CODE_FACTOR_UNKNOWN, "nobody");
  refused (EMI_KIND_STORE, "nobody", CODE_CONFIG_FAULTS, "nobody");
  /* Another kind, before and after it is open.  */
  refused (EMI_KIND_READER, "vein", CODE_READER_UNKNOWN, "vein");
  cr_assert (host_instance (trial.host, 0, "vein", &found, &why));
  refused (EMI_KIND_READER, "vein", CODE_READER_UNKNOWN, "vein");
}

static const char *
option (const char *name, int64_t *number_out)
{
  *number_out = services ()->option_number (found, name);
  return services ()->option (found, name);
}

Test (instance, options_are_resolved)
{
  char *path = scratch_path (trial.dir, "exchange/face");
  int64_t number;

  trial_add (&trial, EMI_KIND_READER, "er", "face-device", "face",
             "exchange/face", NULL);
  cr_assert (host_instance (trial.host, EMI_KIND_READER, "er", &found, &why),
             "%s", why.detail);
  cr_assert_str_eq (option ("face", &number), path);
  cr_assert_eq (number, -1);
  /* Its default.  */
  cr_assert_not_null (option ("settle", &number));
  cr_assert_geq (number, 0);
  cr_assert_null (option ("unknown", &number));
  cr_assert_eq (number, -1);
  free (path);
}

Test (instance, options_that_cannot_be)
{
  trial_add (&trial, EMI_KIND_READER, "a", "face-device", NULL);
  trial_add (&trial, EMI_KIND_READER, "b", "face-device", "face", "f",
             "settle", "-5", NULL);
  trial_add (&trial, EMI_KIND_READER, "c", "face-device", "face", "f",
             "speed", "5", NULL);
  refused (EMI_KIND_READER, "a", CODE_PLUGIN_CONFIG, "a: face is missing");
  refused (EMI_KIND_READER, "b", CODE_PLUGIN_CONFIG, "b: settle");
  refused (EMI_KIND_READER, "c", CODE_PLUGIN_CONFIG, "no option speed");
}

Test (instance, missing_operations_are_unsupported)
{
  struct emi_auth_probe in = { .size = sizeof in };

  trial_add (&trial, EMI_KIND_AUTH, "vein", "test-vein", NULL);
  cr_assert (host_instance (trial.host, EMI_KIND_AUTH, "vein", &found, &why));
  cr_assert_eq (instance_call (found, CALL_auth_probe, &in, NULL, &why),
                EMI_UNSUPPORTED);
  cr_assert_eq (why.code, CODE_PLUGIN_FAILED);
  cr_assert_str_eq (why.detail, "vein");
}
