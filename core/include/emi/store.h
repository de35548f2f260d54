/* SPDX-License-Identifier: Apache-2.0 */
/* Stores keep numbered opaque bytes with time and keyed tokens, and named
   opaque state; they understand none of it.  What makes the evidence hold is
   the core's (ledger.md).  A store gives atomic batches, one writer at a time,
   snapshots for readers, and durability when append returns.  */
#ifndef EMI_STORE_H
#define EMI_STORE_H

#include <emi/plugin.h>

#ifdef __cplusplus
extern "C" {
#endif

/* begin: opens the one transaction this instance can have.
   mode "write": takes the store's write lock (waits in the deadline: DEADLINE
   when it stays taken).  "read": a snapshot.  All other operations happen in
   it.  create 1: an empty store is made when there is none; else ABSENT.  */
struct emi_store_begin
{
  uint32_t size;
  const char *mode;
  int64_t create;
};

/* end: closes the transaction; what was not appended is as it was.  */
struct emi_store_end
{
  uint32_t size;
};

/* append: ends a write transaction with one atomic durable batch, or leaves
   everything as it was.  `expected` is the number of records that must be
   there (else PROTOCOL).  The batch, in this order for each record:
     "record" (its bytes)  "body"  "time" (decimal us)  "token" 0..n times
   and anywhere   "set/NAME" (state row NAME gets this value)
                  "drop/NAME" (state row NAME goes; value ignored).
   Records are numbered on from `expected`.  After any failure but PROTOCOL
   the outcome may be unknown: the connection is closed by the store and the
   next begin opens it anew.  */
struct emi_store_append
{
  uint32_t size;
  int64_t expected;
  struct emi_fields batch;
};

/* read: records FIRST .. FIRST + COUNT - 1, as many as are there.
     fields "record"  seq (decimal), record, body
   put may answer RETRY to end the reading early (EMI_OK is then returned). */
struct emi_store_read
{
  uint32_t size;
  int64_t first;
  int64_t count;
};

/* find: sequence numbers under TOKEN (16 bytes), oldest first.
     fields "hit"  seq, time (decimal)  */
struct emi_store_find
{
  uint32_t size;
  struct emi_span token;
};

/* tail: how much there is.
     fields "tail"  count (records), last (greatest seq; -1 when empty)  */
struct emi_store_tail
{
  uint32_t size;
};

/* get: state row NAME.   span "value".  ABSENT: no such row.  */
struct emi_store_get
{
  uint32_t size;
  const char *name;
};

/* list: state rows whose name begins with PREFIX, in byte order of names.
     fields "row"  name, value  */
struct emi_store_list
{
  uint32_t size;
  const char *prefix;
};

/* index: every row of the index, in the order that costs least, for verify.
     fields "entry"  seq, time, token  */
struct emi_store_index
{
  uint32_t size;
};

/* check: is the store itself sound: its own integrity test, and nothing in it
   but what this contract keeps.
     text "finding"  one English line per fault; none when sound  */
struct emi_store_check
{
  uint32_t size;
};

struct emi_store_ops
{
  uint32_t size;
  emi_rc (*begin) (void *self, struct emi_call *call,
                   const struct emi_store_begin *in);
  emi_rc (*end) (void *self, struct emi_call *call,
                 const struct emi_store_end *in);
  emi_rc (*append) (void *self, struct emi_call *call,
                    const struct emi_store_append *in);
  emi_rc (*read) (void *self, struct emi_call *call,
                  const struct emi_store_read *in);
  emi_rc (*find) (void *self, struct emi_call *call,
                  const struct emi_store_find *in);
  emi_rc (*tail) (void *self, struct emi_call *call,
                  const struct emi_store_tail *in);
  emi_rc (*get) (void *self, struct emi_call *call,
                 const struct emi_store_get *in);
  emi_rc (*list) (void *self, struct emi_call *call,
                  const struct emi_store_list *in);
  emi_rc (*index) (void *self, struct emi_call *call,
                   const struct emi_store_index *in);
  emi_rc (*check) (void *self, struct emi_call *call,
                   const struct emi_store_check *in);
};

#define EMI_STORE_PLUGIN(ident, ops, options, ...)                            \
  EMI_PLUGIN_DEFINE (ident, EMI_KIND_STORE, ops, options, __VA_ARGS__)

#ifdef __cplusplus
}
#endif
#endif
