/* SPDX-License-Identifier: Apache-2.0 */
/* The store's operations as the ledger calls them, and what their ends mean
   here: a store that contradicts itself is evidence that does not hold, one
   that does not answer is unreached, one whose lock stays taken is busy.  */
#ifndef EMI_LEDGER_STORE_H
#define EMI_LEDGER_STORE_H

#include "base/buffer.h"
#include "host/host.h"

struct store
{
  struct instance *instance;
  /* The last failure was that another process began to use a store that was
     read as resting: what was read counts for nothing, read again.  */
  bool disturbed;
};

bool store_begin_read (struct store *s, struct fault *why);
/* Waits up to a minute for the write lock (CODE_STORE_BUSY).  */
bool store_begin_write (struct store *s, bool create, struct fault *why);
void store_end (struct store *s);

/* After anything but true the outcome is not known.  */
bool store_append (struct store *s, uint64_t expected,
                   const struct emi_field *fields, size_t n,
                   struct fault *why);

/* EACH functions return false to end the reading.  */
bool store_read (struct store *s, uint64_t first, uint64_t count,
                 bool (*each) (void *ctx, int64_t seq, struct emi_span record,
                               struct emi_span body),
                 void *ctx, struct fault *why);
bool store_find (struct store *s, const unsigned char token[16],
                 bool (*each) (void *ctx, int64_t seq, int64_t time),
                 void *ctx, struct fault *why);
bool store_index (struct store *s,
                  bool (*each) (void *ctx, int64_t seq, int64_t time,
                                struct emi_span token),
                  void *ctx, struct fault *why);
bool store_get (struct store *s, const char *name, struct buffer *out,
                bool *found_out, struct fault *why);
bool store_list (struct store *s, const char *prefix,
                 bool (*each) (void *ctx, struct emi_span name,
                               struct emi_span value),
                 void *ctx, struct fault *why);
bool store_tail (struct store *s, int64_t *count_out, int64_t *last_out,
                 struct fault *why);
bool store_check (struct store *s,
                  void (*finding) (void *ctx, const char *text, size_t len),
                  void *ctx, struct fault *why);

#endif
