/* SPDX-License-Identifier: Apache-2.0 */
/* Reading one value out of a field list that a plugin put.  */
#include <stdlib.h>
#include <string.h>

#include "host/host.h"

static const struct emi_field *
find (const struct emi_fields *f, const char *name)
{
  for (size_t i = 0; f && i < f->n; i++)
    if (strcmp (f->v[i].name, name) == 0)
      return &f->v[i];
  return NULL;
}

/* By hand, since strtoll forgives blanks, a plus sign and an early NUL, and
   two of these come with every row that a verification reads.  */
int64_t
fields_number (const struct emi_fields *f, const char *name, int64_t fallback)
{
  struct emi_span s = fields_span (f, name);
  const char *p = s.data;
  bool minus = s.len && *p == '-';
  size_t len = s.len - minus;
  uint64_t v = 0;

  if (!len || len > 19) /* more may not fit a uint64_t */
    return fallback;
  for (p += minus; len > 0; len--, p++)
    {
      if (*p < '0' || *p > '9')
        return fallback;
      v = v * 10 + (uint64_t) (*p - '0');
    }
  if (v > (uint64_t) INT64_MAX + minus)
    return fallback;
  return minus ? (int64_t) -v : (int64_t) v;
}

struct emi_span
fields_span (const struct emi_fields *f, const char *name)
{
  const struct emi_field *one = find (f, name);

  return one ? one->value : (struct emi_span) { NULL, 0 };
}

struct emi_span
fields_once (const struct emi_fields *f, const char *name)
{
  struct emi_span found = { NULL, 0 };
  size_t n = 0;

  for (size_t i = 0; f && i < f->n; i++)
    if (strcmp (f->v[i].name, name) == 0)
      {
        found = f->v[i].value;
        n++;
      }
  return n == 1 ? found : (struct emi_span) { NULL, 0 };
}

char *
fields_text (const struct emi_fields *f, const char *name)
{
  const struct emi_field *one = find (f, name);

  if (!one)
    return NULL;
  return one->value.len ? strndup (one->value.data, one->value.len)
                        : strdup ("");
}
