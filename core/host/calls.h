/* SPDX-License-Identifier: Apache-2.0 */
/* The one table of calls: every operation of every kind with its arguments'
   shapes.  Whatever carries a call (directly, as a poisoned copy, over a
   socket) is driven by it, so no plugin knows which it was.  */
#ifndef EMI_HOST_CALLS_H
#define EMI_HOST_CALLS_H

#include <stddef.h>

#include <emi/adapter.h>
#include <emi/auth.h>
#include <emi/connector.h>
#include <emi/reader.h>
#include <emi/store.h>

/* X (KIND, kind, op) for all operations.  */
#define EMI_ALL_CALLS(X)                                                      \
  X (READER, reader, identify)                                                \
  X (READER, reader, status)                                                  \
  X (READER, reader, prepare)                                                 \
  X (CONNECTOR, connector, query)                                             \
  X (CONNECTOR, connector, recover)                                           \
  X (CONNECTOR, connector, probe)                                             \
  X (STORE, store, begin)                                                     \
  X (STORE, store, end)                                                       \
  X (STORE, store, append)                                                    \
  X (STORE, store, read)                                                      \
  X (STORE, store, find)                                                      \
  X (STORE, store, tail)                                                      \
  X (STORE, store, get)                                                       \
  X (STORE, store, list)                                                      \
  X (STORE, store, index)                                                     \
  X (STORE, store, check)                                                     \
  X (AUTH, auth, verify)                                                      \
  X (AUTH, auth, enrol)                                                       \
  X (AUTH, auth, probe)                                                       \
  X (ADAPTER, adapter, resolve)                                               \
  X (ADAPTER, adapter, deliver)                                               \
  X (ADAPTER, adapter, reference)                                             \
  X (ADAPTER, adapter, probe)

enum call_op
{
#define X(KIND, kind, op) CALL_##kind##_##op,
  EMI_ALL_CALLS (X)
#undef X
  CALL_COUNT
};

enum call_shape
{
  SHAPE_NUMBER,
  SHAPE_TEXT,
  SHAPE_SPAN,
  SHAPE_FIELDS
};

struct call_arg
{
  const char *name;
  enum call_shape shape;
  size_t offset; /* in the argument struct */
};

struct call_row
{
  const char *name; /* "store.append" */
  enum emi_kind kind;
  size_t args_size;
  const struct call_arg *args;
  size_t n_args;
  size_t ops_need; /* bytes of the kind's ops that must be there */
  /* Calls the operation in OPS; EMI_UNSUPPORTED when it is NULL.  */
  emi_rc (*run) (const void *ops, void *self, struct emi_call *call,
                 const void *args);
};

const struct call_row *call_row (enum call_op op);

#endif
