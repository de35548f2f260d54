/* SPDX-License-Identifier: Apache-2.0 */
#include "blob.h"

#include <string.h>

#define VERSION 1
#define TEMPLATE_MIN 4 /* libfprint's own mark and something behind it */
#define PRINT_HEAD 5   /* finger, length */

static const char *const names[]
    = { NULL,           "left-thumb",  "left-index",  "left-middle",
        "left-ring",    "left-little", "right-thumb", "right-index",
        "right-middle", "right-ring",  "right-little" };
#define FINGER_LAST ((int) (sizeof names / sizeof *names) - 1)

const char *
finger_name (int finger)
{
  return finger >= 1 && finger <= FINGER_LAST ? names[finger] : NULL;
}

int
finger_number (const char *name)
{
  for (int i = 1; name && i <= FINGER_LAST; i++)
    if (strcmp (names[i], name) == 0)
      return i;
  return 0;
}

/* --- reading --- */

struct input
{
  const unsigned char *at;
  size_t left;
};

/* The next LEN bytes, or NULL when there are not so many.  */
static const unsigned char *
take (struct input *in, size_t len)
{
  const unsigned char *at = in->at;

  if (in->left < len)
    return NULL;
  in->at += len;
  in->left -= len;
  return at;
}

static bool
printable (const unsigned char *text, size_t len)
{
  for (size_t i = 0; i < len; i++)
    if (text[i] < 0x20 || text[i] > 0x7e)
      return false;
  return len > 0;
}

/* A text with its length before it, into OUT of ROOM bytes.  */
static bool
take_text (struct input *in, char *out, size_t room)
{
  const unsigned char *len = take (in, 1);
  const unsigned char *text = len ? take (in, *len) : NULL;

  if (!text || *len >= room || !printable (text, *len))
    return false;
  memcpy (out, text, *len);
  out[*len] = '\0';
  return true;
}

static bool
has_finger (const struct blob *b, size_t n, int finger)
{
  for (size_t i = 0; i < n; i++)
    if (b->prints[i].finger == finger)
      return true;
  return false;
}

static bool
take_print (struct input *in, const struct blob *b, size_t n,
            struct blob_print *out)
{
  const unsigned char *head = take (in, PRINT_HEAD);

  if (!head || !finger_name (head[0]) || has_finger (b, n, head[0]))
    return false;
  size_t len = head[1] | (size_t) head[2] << 8 | (size_t) head[3] << 16
               | (size_t) head[4] << 24;
  out->finger = head[0];
  out->template.len = len;
  out->template.data = len >= TEMPLATE_MIN ? take (in, len) : NULL;
  return out->template.data != NULL;
}

bool
blob_decode (const void *data, size_t len, struct blob *out)
{
  struct input in = { data, len };
  struct blob b = { .n = 0 };
  const unsigned char *head;

  if (len > BLOB_MAX || !(head = take (&in, 2)) || head[0] != VERSION
      || head[1] < 1 || head[1] > BLOB_FINGERS
      || !take_text (&in, b.driver, sizeof b.driver)
      || !take_text (&in, b.device, sizeof b.device))
    return false;
  for (; b.n < head[1]; b.n++)
    if (!take_print (&in, &b, b.n, &b.prints[b.n]))
      return false;
  if (in.left)
    return false;
  *out = b;
  return true;
}

/* --- writing --- */

size_t
blob_size (const struct blob *b)
{
  size_t driver = strnlen (b->driver, sizeof b->driver);
  size_t device = strnlen (b->device, sizeof b->device);
  size_t size = 2 + 1 + driver + 1 + device;

  if (b->n < 1 || b->n > BLOB_FINGERS || driver == sizeof b->driver
      || device == sizeof b->device
      || !printable ((const unsigned char *) b->driver, driver)
      || !printable ((const unsigned char *) b->device, device))
    return 0;
  for (size_t i = 0; i < b->n; i++)
    {
      const struct blob_print *p = &b->prints[i];

      if (!finger_name (p->finger) || has_finger (b, i, p->finger)
          || p->template.len < TEMPLATE_MIN || p->template.len > BLOB_MAX)
        return 0;
      size += PRINT_HEAD + p->template.len;
    }
  return size <= BLOB_MAX ? size : 0;
}

static unsigned char *
put_text (unsigned char *to, const char *text)
{
  size_t len = strlen (text);

  *to++ = (unsigned char) len;
  memcpy (to, text, len);
  return to + len;
}

void
blob_encode (const struct blob *b, unsigned char *out)
{
  *out++ = VERSION;
  *out++ = (unsigned char) b->n;
  out = put_text (out, b->driver);
  out = put_text (out, b->device);
  for (size_t i = 0; i < b->n; i++)
    {
      const struct blob_print *p = &b->prints[i];

      *out++ = (unsigned char) p->finger;
      for (int k = 0; k < 4; k++)
        *out++ = (unsigned char) (p->template.len >> 8 * k & 0xff);
      memcpy (out, p->template.data, p->template.len);
      out += p->template.len;
    }
}
