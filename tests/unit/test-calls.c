/* SPDX-License-Identifier: Apache-2.0 */
/* The table of calls: no argument forgotten, each row its own operation.  */
#include <criterion/criterion.h>
#include <string.h>

#include "host/calls.h"

static size_t
shape_size (enum call_shape s)
{
  switch (s)
    {
    case SHAPE_NUMBER:
      return sizeof (int64_t);
    case SHAPE_TEXT:
      return sizeof (const char *);
    case SHAPE_SPAN:
      return sizeof (struct emi_span);
    case SHAPE_FIELDS:
      return sizeof (struct emi_fields);
    }
  return 0;
}

/* Listed arguments lie one behind the other from the size to the end: a field
   that is added to a struct and forgotten in the table leaves a hole.  */
Test (calls, arguments_fill_their_struct)
{
  for (int op = 0; op < CALL_COUNT; op++)
    {
      const struct call_row *row = call_row ((enum call_op) op);
      size_t at = row->n_args ? sizeof (int64_t) : sizeof (uint32_t);
      for (size_t i = 0; i < row->n_args; i++)
        {
          cr_assert_eq (row->args[i].offset, at, "%s: %s", row->name,
                        row->args[i].name);
          at += shape_size (row->args[i].shape);
        }
      cr_assert_eq (at, row->args_size, "%s: arguments missing", row->name);
    }
}

Test (calls, rows_are_their_own)
{
  for (int a = 0; a < CALL_COUNT; a++)
    for (int b = 0; b < a; b++)
      {
        const struct call_row *x = call_row ((enum call_op) a);
        const struct call_row *y = call_row ((enum call_op) b);
        cr_assert_str_neq (x->name, y->name);
        cr_assert (x->kind != y->kind || x->ops_need != y->ops_need);
      }
  cr_assert_str_eq (call_row (CALL_store_append)->name, "store.append");
  cr_assert_eq (call_row (CALL_store_append)->kind, EMI_KIND_STORE);
}

/* Counts its operations, so that some are of version 1.0 and all are in the
   table.  */
Test (calls, every_operation_has_a_row)
{
  size_t n[6] = { 0 };

  for (int op = 0; op < CALL_COUNT; op++)
    n[call_row ((enum call_op) op)->kind]++;
#define OPS(kind)                                                             \
  ((sizeof (struct emi_##kind##_ops) - sizeof (void *)) / sizeof (void *))
  cr_assert_eq (n[EMI_KIND_READER], OPS (reader));
  cr_assert_eq (n[EMI_KIND_CONNECTOR], OPS (connector));
  cr_assert_eq (n[EMI_KIND_STORE], OPS (store));
  cr_assert_eq (n[EMI_KIND_AUTH], OPS (auth));
  cr_assert_eq (n[EMI_KIND_ADAPTER], OPS (adapter));
}

static emi_rc
take_tail (void *self, struct emi_call *call, const struct emi_store_tail *in)
{
  (void) call;
  *(const void **) self = in;
  return EMI_RETRY;
}

Test (calls, run_calls_its_own_operation)
{
  const struct emi_store_ops ops = { .size = sizeof ops, .tail = take_tail };
  const struct emi_store_tail args = { .size = sizeof args };
  const void *seen = NULL;

  cr_assert_eq (call_row (CALL_store_tail)->run (&ops, &seen, NULL, &args),
                EMI_RETRY);
  cr_assert_eq (seen, &args);
  cr_assert_eq (call_row (CALL_store_list)->run (&ops, &seen, NULL, &args),
                EMI_UNSUPPORTED);
}
