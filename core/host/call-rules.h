/* SPDX-License-Identifier: Apache-2.0 */
/* What holds of a call wherever the plugin runs: emi's table (services.c) and
   the one of a helper (helper-services.c) refuse the same.  */
#ifndef EMI_HOST_CALL_RULES_H
#define EMI_HOST_CALL_RULES_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

/* security.md, accounts and prompts.  */
#define PROMPTS_PER_CALL 8
/* A plugin that kept the pointer to an ended call still finds it ended for
   this many further calls of its instance.  */
#define CALL_RING 4
#define RESULT_NAME_MAX 96

static inline bool
result_name_fits (const char *name)
{
  return name && *name
         && strnlen (name, RESULT_NAME_MAX + 1) <= RESULT_NAME_MAX;
}

static inline bool
result_data_fits (const void *data, size_t len)
{
  return data || !len;
}

#endif
