/* SPDX-License-Identifier: Apache-2.0 */
/* Leaving files: see leave.h.  */
#include "leave.h"

#include "base/cleanup.h"

#define PIECES 10 /* of a slow file */

/* Bit by bit, all of it within the step's time.  */
static bool
leave_slowly (struct post *p, const struct script_step *step, int64_t due_ms,
              const char *folder, const char *name, const struct buffer *data)
{
  bool good = true;

  for (size_t i = 0; i < PIECES; i++)
    {
      size_t from = data->len * i / PIECES;
      size_t to = data->len * (i + 1) / PIECES;
      int64_t at = due_ms + step->slow_ms * (int64_t) i / (PIECES - 1);

      good = good
             && post_add (p, at, i == 0 ? POST_IN_PLACE : POST_APPEND, folder,
                          name, data->data + from, to - from);
    }
  return good;
}

/* What a terminal writes when its files are to be encrypted: the head of a zip
   entry with the bit for a password, and bytes that say nothing.  */
static bool
leave_zip (struct post *p, int64_t due_ms, const char *folder,
           const char *name, const struct buffer *data)
{
  static const unsigned char head[]
      = { 'P', 'K', 3, 4, 51, 0, 1, 0, 99, 0, 0, 0, 0, 0 };
  CLEANUP (buffer_done) struct buffer zip = BUFFER_INIT;

  buffer_add (&zip, head, sizeof head);
  for (size_t i = 0; i < data->len / 4; i++)
    buffer_u8 (&zip, (unsigned) (i * 197 + 71) & 0xff);
  return !zip.failed
         && post_add (p, due_ms, POST_WHOLE, folder, name, zip.data, zip.len);
}

static enum post_how
post_how (unsigned how)
{
  if (how & HOW_TOO_BIG)
    return POST_BIG;
  if (how & HOW_LINK)
    return POST_LINK;
  if (how & HOW_PIPE)
    return POST_FIFO;
  if (how & (HOW_HALF | HOW_CUT | HOW_EMPTY))
    return POST_IN_PLACE;
  return POST_WHOLE;
}

static size_t
first_len (unsigned how, size_t len)
{
  if (how & HOW_EMPTY)
    return 0;
  if (how & (HOW_HALF | HOW_CUT))
    return len / 2;
  return len;
}

static bool
leave_once (struct post *p, const struct script_step *step, unsigned how,
            int64_t due_ms, const char *folder, const char *name,
            const struct buffer *data)
{
  if (how & HOW_SLOW)
    return leave_slowly (p, step, due_ms, folder, name, data);
  if (how & HOW_ENCRYPTED)
    return leave_zip (p, due_ms, folder, name, data);
  return post_add (p, due_ms, post_how (how), folder, name, data->data,
                   first_len (how, data->len))
         && (!(how & HOW_HALF)
             || post_add (p, due_ms + step->half_ms, POST_IN_PLACE, folder,
                          name, data->data, data->len));
}

bool
leave (struct post *p, const struct script_step *step, unsigned how,
       int64_t due_ms, const char *folder, const char *name,
       const struct buffer *data)
{
  return leave_once (p, step, how, due_ms, folder, name, data)
         && (!(how & HOW_TWICE)
             || leave_once (p, step, how & ~(unsigned) HOW_HALF,
                            due_ms + step->twice_ms, folder, name, data));
}
