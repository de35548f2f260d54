/* SPDX-License-Identifier: Apache-2.0 */
/* The row "ACCOUNT TERMINAL": for each provider instance the failures in a
   row, the time of the last one, and the times of recent wrong codes.  It is
   kept for accounts that do not exist as well, else the delay would tell
   which do.  */
#include "access/factor-delay.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/text.h"

#define LONGEST_S 30 /* 1, 2, 4 .. 30: SPEC section 8 */
#define WRONG_MAX 5
#define WRONG_WINDOW_S 300
#define ROW_KIND "account"

/* The row's name.  Ids that no account can have share one row, so that typing
   rubbish does not fill the store.  */
static bool
row_name (const struct session *s, const char *id, struct buffer *out,
          struct fault *why)
{
  buffer_printf (out, "%s %s", text_is_name (id) ? id : "",
                 s->terminal ? s->terminal->name : "");
  return !out->failed || fault_set (why, CODE_MEMORY, "delay");
}

/* The row as an object; NULL, which jansson reads as an empty one, when there
   is none, as nearly always.  */
static bool
row_read (struct session *s, struct txn *t, const char *id, json_t **out,
          struct fault *why)
{
  struct buffer name = BUFFER_INIT;
  struct buffer row = BUFFER_INIT;
  bool found = false;
  bool good = row_name (s, id, &name, why)
              && txn_row_get (t, ROW_COUNT, ROW_KIND, buffer_string (&name),
                              &row, &found, why);
  json_t *o = NULL;

  if (good && found)
    {
      o = json_loadb ((const char *) row.data, row.len, JSON_REJECT_DUPLICATES,
                      NULL);
      good = json_is_object (o)
             || fault_set (why, CODE_EVIDENCE, "a counter row is no counter");
    }
  buffer_done (&name);
  buffer_done (&row);
  if (good)
    *out = o;
  else
    json_decref (o);
  return good;
}

static bool
row_write (struct session *s, struct txn *t, const char *id, const json_t *o,
           struct fault *why)
{
  struct buffer name = BUFFER_INIT;
  char *text = json_dumps (o, JSON_COMPACT);
  bool good = text ? row_name (s, id, &name, why)
                   : fault_set (why, CODE_MEMORY, "delay");

  good = good
         && txn_row_put (t, ROW_COUNT, ROW_KIND, buffer_string (&name), text,
                         strlen (text), why);
  free (text);
  buffer_done (&name);
  return good;
}

/* Whole seconds would make the first delay anything from none to one.  */
static int64_t
milliseconds (const struct session *s)
{
  return (int64_t) (s->clock->read (s->clock).utc_us / 1000);
}

/* Milliseconds that ONE's failures still hold the account up.  */
static int64_t
ms_left (const json_t *one, int64_t now)
{
  int64_t n = json_integer_value (json_object_get (one, "n"));
  int64_t last = json_integer_value (json_object_get (one, "last-ms"));
  int64_t delay
    = 1000 * (n > 5 ? LONGEST_S : n > 0 ? (int64_t) 1 << (n - 1) : 0);
  int64_t left = last + delay - now;

  /* A failure from the future: the clock was set back.  It may slow down for
     its delay, but not until the clock is there again.  */
  if (last > now + 1000 * LONGEST_S)
    return 0;
  return left < 0 ? 0 : left > delay ? delay : left;
}

static size_t
wrong_recently (const json_t *one, int64_t now)
{
  const json_t *list = json_object_get (one, "wrong");
  size_t n = 0;

  for (size_t i = 0; i < json_array_size (list); i++)
    {
      int64_t at = json_integer_value (json_array_get (list, i));

      n += at > now - WRONG_WINDOW_S && at <= now + LONGEST_S;
    }
  return n;
}

/* The longest of all providers; WRONG_OUT: codes that still count.  */
static bool
left_and_wrong (struct session *s, struct txn *t, const char *id,
                int64_t *left_out, size_t *wrong_out, struct fault *why)
{
  int64_t now_ms = milliseconds (s);
  const char *name;
  json_t *row, *one;

  *left_out = 0;
  *wrong_out = 0;
  if (!row_read (s, t, id, &row, why))
    return false;
  json_object_foreach (row, name, one)
  {
    int64_t l = ms_left (one, now_ms);

    *left_out = l > *left_out ? l : *left_out;
    *wrong_out += wrong_recently (one, now_ms / 1000);
  }
  json_decref (row);
  return true;
}

bool
delay_left (struct session *s, struct txn *t, const char *id,
            int64_t *ms_out, struct fault *why)
{
  size_t wrong;

  return left_and_wrong (s, t, id, ms_out, &wrong, why);
}

bool
delay_check (struct session *s, struct txn *t, const char *id, bool codes,
             struct fault *why)
{
  int64_t left;
  size_t wrong;

  if (!left_and_wrong (s, t, id, &left, &wrong, why))
    return false;
  if (left > 0)
    return fault_set (why, CODE_FACTOR_DELAY, "%lld s",
                      (long long) (left + 999) / 1000);
  if (codes && wrong >= WRONG_MAX)
    return fault_set (why, CODE_FACTOR_TOO_MANY, "%s", "");
  return true;
}

/* The wrong codes of ONE that still matter, with NOW added.  */
static json_t *
wrong_with (const json_t *one, int64_t now)
{
  const json_t *old = json_object_get (one, "wrong");
  json_t *list = json_array ();
  size_t n = json_array_size (old);

  for (size_t i = n >= WRONG_MAX ? n - WRONG_MAX + 1 : 0; i < n; i++)
    json_array_append (list, json_array_get (old, i));
  json_array_append_new (list, json_integer (now));
  return list;
}

static void
add_failure (json_t *row, const char *instance, bool wrong_code,
             int64_t now_ms)
{
  json_t *one = json_object_get (row, instance);
  int64_t n;

  if (!json_is_object (one))
    {
      json_object_set_new (row, instance, json_object ());
      one = json_object_get (row, instance);
    }
  n = json_integer_value (json_object_get (one, "n"));
  json_object_set_new (one, "n", json_integer (n < 1000 ? n + 1 : n));
  json_object_set_new (one, "last-ms", json_integer (now_ms));
  if (wrong_code)
    json_object_set_new (one, "wrong", wrong_with (one, now_ms / 1000));
}

bool
delay_count (struct session *s, const char *id, const char *instance,
             bool wrong_code, struct fault *why)
{
  struct txn *t;
  json_t *row = NULL;
  bool good;

  if (!ledger_begin (s->ledger, TXN_WRITE, &t, why))
    return false;
  good = row_read (s, t, id, &row, why);
  if (good && !row && !(row = json_object ()))
    good = fault_set (why, CODE_MEMORY, "delay");
  if (good)
    {
      add_failure (row, instance, wrong_code, milliseconds (s));
      good = row_write (s, t, id, row, why);
    }
  json_decref (row);
  if (good)
    return txn_commit (t, why);
  txn_end (t);
  return false;
}

bool
delay_clear (struct session *s, struct txn *t, const char *id,
             const char *instance, struct fault *why)
{
  json_t *row, *one;
  bool good = true;

  if (!row_read (s, t, id, &row, why))
    return false;
  one = json_object_get (row, instance);
  if (json_integer_value (json_object_get (one, "n")) > 0)
    {
      json_object_set_new (one, "n", json_integer (0));
      good = row_write (s, t, id, row, why);
    }
  json_decref (row);
  return good;
}
