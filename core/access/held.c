/* SPDX-License-Identifier: Apache-2.0 */
/* One block of memory holds names and values, so that one free ends it.  */
#include "access/held.h"

#include <stdlib.h>
#include <string.h>

#include "host/host.h"

static size_t
size_of (const struct emi_fields *fields)
{
  size_t sum = 0;

  for (size_t i = 0; i < fields->n; i++)
    {
      size_t one = strlen (fields->v[i].name) + 1;

      if (one > HELD_BYTES || fields->v[i].value.len > HELD_BYTES)
        return HELD_BYTES + 1;
      sum += one + fields->v[i].value.len;
    }
  return sum;
}

bool
held_take (struct held *h, const struct emi_fields *fields)
{
  size_t size;
  char *at;

  *h = (struct held){ .n = 0 };
  if (fields->n > HELD_FIELDS || (size = size_of (fields)) > HELD_BYTES)
    return false;
  if (!(at = malloc (size ? size : 1)))
    return false;
  h->block = at;
  for (size_t i = 0; i < fields->n; i++)
    {
      const struct emi_field *from = &fields->v[i];
      size_t name = strlen (from->name) + 1;

      memcpy (at, from->name, name);
      if (from->value.len)
        memcpy (at + name, from->value.data, from->value.len);
      h->field[h->n++]
          = (struct emi_field){ .name = at,
                                .value = { at + name, from->value.len } };
      at += name + from->value.len;
    }
  return true;
}

void
held_done (struct held *h)
{
  free (h->block);
  *h = (struct held){ .n = 0 };
}

struct emi_span
held_once (const struct held *h, const char *name)
{
  const struct emi_fields all = { h->field, h->n };

  return fields_once (&all, name);
}
