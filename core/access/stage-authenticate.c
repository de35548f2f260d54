/* SPDX-License-Identifier: Apache-2.0 */
/* Two factors of different classes, both for this request (R3).  */
#include "access/stages.h"

#include <stdio.h>

bool
stage_authenticate (struct request *r)
{
  struct factor_purpose purpose
    = { .request = r->id, .reception = r->reception.id };
  char instance[2][33];
  char by[80] = "";
  size_t n = 0;

  if (!factor_choose (r->s, &r->account, r->order.factors, 2, instance, &n,
                      &r->fault))
    return false;
  for (size_t i = 0; i < n; i++)
    {
      size_t used = 0;

      while (by[used])
        used++;
      snprintf (by + used, sizeof by - used, "%s%s", i ? " " : "",
                instance[i]);
      request_trace_by (r, by);
      if (!factor_verify (r->s, r->account.id, &r->account, instance[i],
                          &purpose, false, &r->factors, &r->fault))
        return false;
    }
  if (!factor_set_admissible (r->s, &r->factors, &r->fault))
    return false;
  return factor_declaration (&r->factors, r->declared[0], r->declared[1])
         || fault_set (&r->fault, CODE_FACTOR_CLASS, "%s", by);
}
