/* SPDX-License-Identifier: Apache-2.0 */
/* Card readers.  A reader walks the ministry's steps (SPEC section 4) with
   ask and wait, observes what can be observed and hands the national message
   over as bytes; only the core knows what is in it.  */
#ifndef EMI_READER_H
#define EMI_READER_H

#include <emi/plugin.h>

#ifdef __cplusplus
extern "C" {
#endif

/* prepare: notes what lies in the reader's folder now.  Comes before any
   prompt of a reception, also the operator's; the next identify treats only
   what appeared after it as this reception's.  */
struct emi_reader_prepare
{
  uint32_t size;
  const char *day; /* today in Japan, YYYY-MM-DD */
};

/* identify: one reception, after prepare (without one it prepares first).
   Results:
     fields "step"     name (short id), number (the paper's own), text.ja,
                       text.en, who, device, state ("todo", "done", "seen"): a
                       step to show or to tick; all are put as "todo" first
     text   "consent"  "absent": the flow has no consent step
     fields "hint"     name, text.ja, text.en: what to look at when nothing
                       comes, what was seen to go wrong
     fields "open"     name, text.ja, text.en: from now on this is to be
                       restored (a mode, an account, a card on the reader)
     fields "closed"   name: it was restored
     span   "name"     the file's name, directly before its "message"
     fields "source"   file.owner (number as text), file.time (UTC seconds),
                       directly before its "message"
     span   "message"  a candidate file's bytes.  OK: taken, go on watching
                       for `settle` only; RETRY: unfinished or not ours, keep
                       watching; PROTOCOL: it can never be read, end
     text   "answer.NAME"  what a person said, put as soon as it was answered:
                       photo, person, date, restored, left, completed, and
                       number, kana, birth, sex where staff copy a result from
                       the terminal's screen.  Anything but OK: the flow ends
                       with it
   Ends: OK; DEADLINE nothing came; PROTOCOL a file that must not be read (the
   sentence names the kind of fault); CANCELLED.  A photo that does not match
   is EMI_OK with "answer.photo" put; the core decides.  */
struct emi_reader_identify
{
  uint32_t size;
  int64_t wait_ms;  /* how long for a file */
  const char *day;  /* today in Japan, YYYY-MM-DD */
  const char *mode; /* "emergency"; "refusal": only watch for a file */
};

/* status: open modes and things left behind.
     fields "open"     name, text.ja, text.en   each thing still to restore
     "name", "source", "message" as above: results of the last day, for emi to
                       find those that no reception took  */
struct emi_reader_status
{
  uint32_t size;
  const char *day;
};

struct emi_reader_ops
{
  uint32_t size;
  emi_rc (*identify) (void *self, struct emi_call *call,
                      const struct emi_reader_identify *in);
  emi_rc (*status) (void *self, struct emi_call *call,
                    const struct emi_reader_status *in);
  emi_rc (*prepare) (void *self, struct emi_call *call,
                     const struct emi_reader_prepare *in);
};

#define EMI_READER_PLUGIN(ident, ops, options, ...)                           \
  EMI_PLUGIN_DEFINE (ident, EMI_KIND_READER, ops, options, __VA_ARGS__)

#ifdef __cplusplus
}
#endif
#endif
