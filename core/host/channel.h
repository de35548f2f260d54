/* SPDX-License-Identifier: Apache-2.0 */
/* One end of the socket between emi and a helper: messages with their length
   before them, each with at most one descriptor beside it.  What went through
   is wiped, since answers to prompts and enrolments do.  */
#ifndef EMI_HOST_CHANNEL_H
#define EMI_HOST_CHANNEL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "host/messages.h"

struct channel
{
  int fd;
  struct buffer out; /* the message that is being written */
  size_t sent;       /* how much of it has left */
  struct buffer in;
  int passed; /* the descriptor that came with it, -1: none */
};

enum heard
{
  HEARD_MESSAGE,
  HEARD_PART,     /* not whole yet */
  HEARD_END,      /* the other side is gone */
  HEARD_NONSENSE, /* what came is no message */
  HEARD_MEMORY
};

void channel_init (struct channel *c, int fd);
void channel_done (struct channel *c); /* closes; safe when it never began */

/* Begins message M as message_write does; more may be added to c->out.  */
void channel_begin (struct channel *c, enum message m, const void *from);
/* Sends it, with PASS beside it (-1: nothing).  HEARD_PART: the socket takes
   no more now, call again.  */
enum heard channel_send (struct channel *c, int pass);

/* Reads what is there, at most one message.  After HEARD_MESSAGE its kind and
   bytes are to be had until channel_forget.  */
enum heard channel_read (struct channel *c);
enum message channel_kind (const struct channel *c);
const void *channel_body (const struct channel *c, size_t *len_out);
/* Decodes the body into TO, whose lists are in M.  */
bool channel_take (const struct channel *c, void *to, struct wire_memory *m);
/* The descriptor that came, now the caller's; -1: none.  */
int channel_passed (struct channel *c);
void channel_forget (struct channel *c);

#endif
