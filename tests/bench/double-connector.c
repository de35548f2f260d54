/* SPDX-License-Identifier: Apache-2.0 */
/* A way out that answers at once with 2 kB about whoever was asked for.  */
#include <emi/connector.h>

#include <stdio.h>
#include <string.h>

#include "answer-text.h"
#include "double-ends.h"

/* The text of ELEMENT in the request, up to 63 characters.  */
static void
element (const char *message, size_t len, const char *name, char out[64])
{
  const char *at = memmem (message, len, name, strlen (name));
  const char *end;
  size_t n;

  out[0] = '\0';
  if (!at)
    return;
  at += strlen (name) + 1;
  end = memchr (at, '<', (size_t) (message + len - at));
  n = end ? (size_t) (end - at) : 0;
  if (n < 64)
    {
      memcpy (out, at, n);
      out[n] = '\0';
    }
}

static emi_rc
query (void *self, struct emi_call *call,
       const struct emi_connector_query *in)
{
  const struct emi_host *host = double_host (self);
  const struct emi_field source[]
    = { { "file.name", { "EMTESTa01res.xml", 16 } },
        { "file.owner", { "1000", 4 } },
        { "file.time", { "1767225600", 10 } } };
  char file[64], number[64], answer[4096];

  element (in->message.data, in->message.len, "<ArbitraryFileIdentifier",
           file);
  element (in->message.data, in->message.len, "<InsuredIdentificationNumber",
           number);
  int len = snprintf (answer, sizeof answer, ANSWER_FORMAT, file, number);

  emi_rc rc = host->put (call, "sent", "1", 1);
  if (rc == EMI_OK)
    rc = host->put_fields (call, "source",
                           &(struct emi_fields) { source, 3 });
  return rc == EMI_OK ? host->put (call, "message", answer, (size_t) len)
                      : rc;
}

static emi_rc
recover (void *self, struct emi_call *call,
         const struct emi_connector_recover *in)
{
  (void) self, (void) call, (void) in;
  return EMI_ABSENT;
}

static emi_rc
probe (void *self, struct emi_call *call,
       const struct emi_connector_probe *in)
{
  (void) self, (void) call, (void) in;
  return EMI_OK;
}

static const struct emi_connector_ops ops = {
  .size = sizeof ops, .query = query, .recover = recover, .probe = probe
};

EMI_CONNECTOR_PLUGIN (double_connector, &ops, NULL,
                      .name = "double-connector", .version = "1",
                      .summary = "for benchmarks only", .open = double_open,
                      .close = double_close);
