/* SPDX-License-Identifier: Apache-2.0 */
/* Connectors carry a request to the national side and bring back bytes; they
   know file names or URLs and nothing of what is inside a message.  */
#ifndef EMI_CONNECTOR_H
#define EMI_CONNECTOR_H

#include <emi/plugin.h>

#ifdef __cplusplus
extern "C" {
#endif

/* query: sends MESSAGE once and waits for what belongs to it.  Never sends
   again.  Results:
     text   "sent"     put when the request has left (the core notes it)
     fields "source"   file.name, file.owner, file.time; directly before the
                       message it belongs to
     span   "message"  an answer that was read twice with equal bytes.
                       OK: taken, end.  RETRY: in progress, unfinished or not
                       ours, keep watching.  PROTOCOL: end
     span   "error"    the bytes of an .err file; end
     text   "returned" our request came back (its name), after the 2 s in which
                       an .err may follow; end
     text   "unfit"    "link", "irregular", "too-big": an answer that must not
                       be read; end
     text   "seen"     "unreadable": something with our name lies there that
                       the core did not take yet
   Ends: OK (one of the ends above), DEADLINE, CANCELLED, UNREACHED (nothing
   was sent: `sent` was not put), EMI_CONFIG (the share is another node's).
   On DEADLINE and CANCELLED an unsent or unfetched request file of ours is
   removed.  */
struct emi_connector_query
{
  uint32_t size;
  const char *prefix;      /* of the message family, "EMTESTa01" */
  const char *suffix;      /* ours, unique for ever: [A-Za-z0-9]+ */
  struct emi_span message; /* UTF-8 XML */
  int64_t wait_ms;
};

/* recover: looks once for what came late for SUFFIX; the same results as
   query, nothing is sent, nothing waited for.  ABSENT: nothing there.  With
   `withdraw` 1 an unfetched request file of ours is removed first.  */
struct emi_connector_recover
{
  uint32_t size;
  const char *prefix;
  const char *suffix;
  int64_t withdraw;
};

/* probe: is the way open, and is it ours?  OK; UNREACHED; CONFIG when another
   node owns it.
     text "owner"      who owns the share ("NODE" text), when known
     text "production" "yes" or "no": whether real patients are behind it  */
struct emi_connector_probe
{
  uint32_t size;
  const char *node; /* who we are, e.g. "emi.1319999999.n1" */
};

struct emi_connector_ops
{
  uint32_t size;
  emi_rc (*query) (void *self, struct emi_call *call,
                   const struct emi_connector_query *in);
  emi_rc (*recover) (void *self, struct emi_call *call,
                     const struct emi_connector_recover *in);
  emi_rc (*probe) (void *self, struct emi_call *call,
                   const struct emi_connector_probe *in);
};

#define EMI_CONNECTOR_PLUGIN(ident, ops, options, ...)                        \
  EMI_PLUGIN_DEFINE (ident, EMI_KIND_CONNECTOR, ops, options, __VA_ARGS__)

#ifdef __cplusplus
}
#endif
#endif
