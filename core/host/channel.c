/* SPDX-License-Identifier: Apache-2.0 */
/* Messages through a socket (channel.h).  */
#include "host/channel.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define HEAD 4 /* the length of what follows */
/* Nearly all messages fit in one piece.  */
#define PIECE ((size_t) 16 << 10)
#define KEEP ((size_t) 1 << 20)

void
channel_init (struct channel *c, int fd)
{
  *c = (struct channel) {
    .fd = fd, .out = { .wipe = true }, .in = { .wipe = true }, .passed = -1
  };
}

/* Memory that one large message took is not kept.  */
static void
wipe (struct buffer *b)
{
  if (b->cap > KEEP)
    buffer_done (b);
  else
    buffer_wipe (b);
}

void
channel_done (struct channel *c)
{
  if (c->fd >= 0)
    close (c->fd);
  c->fd = -1;
  channel_forget (c);
  buffer_done (&c->in);
  wipe (&c->out);
  buffer_done (&c->out);
}

/* --- out --- */

void
channel_begin (struct channel *c, enum message m, const void *from)
{
  wipe (&c->out);
  c->sent = 0;
  buffer_u32 (&c->out, 0);
  message_write (&c->out, m, from);
}

static bool
finish (struct buffer *b)
{
  size_t len = b->len - HEAD;

  if (b->failed || len > WIRE_MAX)
    return false;
  for (size_t i = 0; i < HEAD; i++)
    b->data[i] = (unsigned char) (len >> 8 * (HEAD - 1 - i));
  return true;
}

/* One piece; the descriptor goes with the first.  */
static ssize_t
send_piece (struct channel *c, int pass)
{
  union
  {
    char space[CMSG_SPACE (sizeof (int))];
    struct cmsghdr align;
  } control = { .space = "" };
  struct iovec piece
    = { c->out.data + c->sent, c->out.len - c->sent };
  struct msghdr m = { .msg_iov = &piece, .msg_iovlen = 1 };

  if (pass < 0 || c->sent)
    return send (c->fd, piece.iov_base, piece.iov_len, MSG_NOSIGNAL);
  m.msg_control = control.space;
  m.msg_controllen = sizeof control.space;
  struct cmsghdr *h = CMSG_FIRSTHDR (&m);
  h->cmsg_level = SOL_SOCKET;
  h->cmsg_type = SCM_RIGHTS;
  h->cmsg_len = CMSG_LEN (sizeof pass);
  memcpy (CMSG_DATA (h), &pass, sizeof pass);
  return sendmsg (c->fd, &m, MSG_NOSIGNAL);
}

enum heard
channel_send (struct channel *c, int pass)
{
  if (!c->sent && !finish (&c->out))
    return HEARD_MEMORY;
  while (c->sent < c->out.len)
    {
      ssize_t n = send_piece (c, pass);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
        return HEARD_PART;
      if (n <= 0)
        return HEARD_END;
      c->sent += (size_t) n;
    }
  wipe (&c->out);
  return HEARD_MESSAGE;
}

/* --- in --- */

static size_t
wanted (const struct channel *c)
{
  size_t len = 0;

  for (size_t i = 0; i < HEAD; i++)
    len = len << 8 | c->in.data[i];
  return len + HEAD;
}

/* Keeps the first descriptor that came; closes what is too much.  */
static void
keep_passed (struct channel *c, struct msghdr *m)
{
  for (struct cmsghdr *h = CMSG_FIRSTHDR (m); h; h = CMSG_NXTHDR (m, h))
    {
      size_t n = (h->cmsg_len - CMSG_LEN (0)) / sizeof (int);

      if (h->cmsg_level != SOL_SOCKET || h->cmsg_type != SCM_RIGHTS)
        continue;
      for (size_t i = 0; i < n; i++)
        {
          int fd;
          memcpy (&fd, CMSG_DATA (h) + i * sizeof fd, sizeof fd);
          if (c->passed >= 0)
            close (fd);
          else
            c->passed = fd;
        }
    }
}

static ssize_t
read_piece (struct channel *c, size_t room)
{
  union
  {
    char space[CMSG_SPACE (sizeof (int))];
    struct cmsghdr align;
  } control;
  struct iovec piece = { c->in.data + c->in.len, room };
  struct msghdr m = { .msg_iov = &piece,
                      .msg_iovlen = 1,
                      .msg_control = control.space,
                      .msg_controllen = sizeof control.space };
  ssize_t n = recvmsg (c->fd, &m, MSG_CMSG_CLOEXEC);

  if (n >= 0)
    keep_passed (c, &m);
  return n;
}

/* Room behind what is there: as much as may come, but never much more than
   came already, whatever the length says.  */
static size_t
make_room (struct channel *c)
{
  size_t whole = c->in.len < HEAD ? PIECE : wanted (c);
  size_t room = c->in.len + PIECE;

  while (room < whole && room < 2 * c->in.len)
    room = 2 * c->in.len;
  if (room > whole && c->in.len >= HEAD)
    room = whole;
  if (!buffer_room (&c->in, room - c->in.len))
    return 0;
  return room - c->in.len;
}

enum heard
channel_read (struct channel *c)
{
  for (;;)
    {
      size_t room = make_room (c);
      if (!room)
        return HEARD_MEMORY;
      ssize_t n = read_piece (c, room);
      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
        return HEARD_PART;
      if (n <= 0)
        return HEARD_END;
      c->in.len += (size_t) n;
      if (c->in.len < HEAD)
        continue;
      size_t whole = wanted (c);
      if (whole <= HEAD || whole > WIRE_MAX + HEAD || c->in.len > whole)
        return HEARD_NONSENSE;
      if (c->in.len == whole)
        return HEARD_MESSAGE;
    }
}

enum message
channel_kind (const struct channel *c)
{
  return (enum message) c->in.data[HEAD];
}

const void *
channel_body (const struct channel *c, size_t *len_out)
{
  *len_out = c->in.len - HEAD - 1;
  return c->in.data + HEAD + 1;
}

bool
channel_take (const struct channel *c, void *to, struct wire_memory *m)
{
  size_t len;
  const void *body = channel_body (c, &len);

  return wire_decode (body, len, message_args (channel_kind (c)), to, m);
}

int
channel_passed (struct channel *c)
{
  int fd = c->passed;

  c->passed = -1;
  return fd;
}

void
channel_forget (struct channel *c)
{
  int fd = channel_passed (c);

  if (fd >= 0)
    close (fd);
  wipe (&c->in);
}
