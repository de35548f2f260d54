/* SPDX-License-Identifier: Apache-2.0 */
/* What a statement says, held against what it must say.  Claims that are not
   known here are left alone (RFC 7519, 4): a product may have some of its
   own.  */
#include "evidence/statement-claims.h"

#include <string.h>

#include <sodium.h>

#include "base/words.h"

#define NAME_MIN 16
#define NAME_MAX_LEN 200
#define AUDIENCES_MAX 16
#define METHODS_MAX 2
/* The year 9999: what is beyond is no time, and sums cannot overflow.  */
#define TIME_MAX INT64_C (253402300799)

struct judging
{
  const json_t *claims;
  const struct statement_wanted *want;
  const char **how;
};

static enum statement_verdict
say (struct judging *j, enum statement_verdict verdict, const char *how)
{
  *j->how = how;
  return verdict;
}

static const json_t *
claim (const struct judging *j, const char *name)
{
  return json_object_get (j->claims, name);
}

/* VALUE is exactly the text TEXT[0..LEN).  */
static bool
text_equal (const json_t *value, const char *text, size_t len)
{
  return json_is_string (value) && json_string_length (value) == len
         && memcmp (json_string_value (value), text, len) == 0;
}

static bool
text_is (const json_t *value, const char *text)
{
  return text && text_equal (value, text, strlen (text));
}

/* --- who and where --- */

static enum statement_verdict
check_issuer (struct judging *j)
{
  if (!json_is_string (claim (j, "iss")))
    return say (j, STATEMENT_FORM, "iss is missing or no text");
  if (!text_is (claim (j, "iss"), j->want->issuer))
    return say (j, STATEMENT_OTHER, "iss is not the configured issuer");
  return STATEMENT_GOOD;
}

static enum statement_verdict
check_subject (struct judging *j)
{
  if (!json_is_string (claim (j, "sub")))
    return say (j, STATEMENT_FORM, "sub is missing or no text");
  if (j->want->subject_len == 0
      || !text_equal (claim (j, "sub"), j->want->subject,
                      j->want->subject_len))
    return say (j, STATEMENT_OTHER, "sub is not this account's name");
  return STATEMENT_GOOD;
}

/* The facility's code, with or without "emi:" before it.  */
static bool
is_us (const struct judging *j, const json_t *value)
{
  const char *text = json_string_value (value);

  return text_is (value, j->want->facility)
         || (text && strncmp (text, "emi:", 4) == 0
             && strcmp (text + 4, j->want->facility) == 0);
}

static enum statement_verdict
check_audience (struct judging *j)
{
  const json_t *aud = claim (j, "aud");
  const json_t *one;
  bool ours = is_us (j, aud);
  size_t i;

  if (!json_is_string (aud) && !json_is_array (aud))
    return say (j, STATEMENT_FORM, "aud is missing or no text");
  if (json_array_size (aud) > AUDIENCES_MAX)
    return say (j, STATEMENT_FORM, "aud names more than 16");
  json_array_foreach (aud, i, one)
  {
    if (!json_is_string (one))
      return say (j, STATEMENT_FORM, "aud holds what is no text");
    ours = ours || is_us (j, one);
  }
  if (!ours)
    return say (j, STATEMENT_OTHER, "aud is not this facility");
  return STATEMENT_GOOD;
}

static enum statement_verdict
check_terminal (struct judging *j)
{
  if (!json_is_string (claim (j, "terminal")))
    return say (j, STATEMENT_FORM, "terminal is missing or no text");
  if (!text_is (claim (j, "terminal"), j->want->terminal))
    return say (j, STATEMENT_OTHER, "terminal is not this terminal");
  return STATEMENT_GOOD;
}

/* --- when --- */

static bool
is_time (const json_t *value)
{
  return json_is_integer (value) && json_integer_value (value) >= 0
         && json_integer_value (value) <= TIME_MAX;
}

static bool
too_old (const struct judging *j, const json_t *value)
{
  return json_integer_value (value) < j->want->now - STATEMENT_AGE_S;
}

static bool
of_the_future (const struct judging *j, const json_t *value)
{
  return json_integer_value (value) > j->want->now + STATEMENT_AHEAD_S;
}

static enum statement_verdict
check_time (struct judging *j)
{
  const json_t *iat = claim (j, "iat");
  const json_t *exp = claim (j, "exp");
  const json_t *nbf = claim (j, "nbf");

  if (!is_time (iat))
    return say (j, STATEMENT_FORM, "iat is missing or no whole seconds");
  if ((exp && !is_time (exp)) || (nbf && !is_time (nbf)))
    return say (j, STATEMENT_FORM, "exp or nbf is no whole seconds");
  if (too_old (j, iat))
    return say (j, STATEMENT_TIME, "it is older than 15 minutes (iat)");
  if (exp && json_integer_value (exp) <= j->want->now)
    return say (j, STATEMENT_TIME, "it has run out (exp)");
  if (of_the_future (j, iat) || (nbf && of_the_future (j, nbf)))
    return say (j, STATEMENT_TIME, "it is of the future (iat, nbf)");
  return STATEMENT_GOOD;
}

/* --- once --- */

const char *
statement_name (const json_t *claims)
{
  const json_t *jti = json_object_get (claims, "jti");

  return json_string_value (jti ? jti : json_object_get (claims, "nonce"));
}

static enum statement_verdict
check_name (struct judging *j, struct statement *out)
{
  const char *name = statement_name (j->claims);
  crypto_hash_sha256_state state;
  size_t len = 0;

  if (!name)
    return say (j, STATEMENT_FORM, "jti or nonce is missing or no text");
  while (name[len] > ' ' && name[len] <= '~')
    len++;
  if (name[len] || len < NAME_MIN || len > NAME_MAX_LEN)
    return say (j, STATEMENT_FORM,
                "jti or nonce is not of 16 to 200 visible ASCII characters");
  crypto_hash_sha256_init (&state);
  crypto_hash_sha256_update (&state, (const unsigned char *) j->want->issuer,
                             strlen (j->want->issuer) + 1);
  crypto_hash_sha256_update (&state, (const unsigned char *) name, len);
  crypto_hash_sha256_final (&state, out->id);
  return STATEMENT_GOOD;
}

/* --- how --- */

/* One entry of the list: known, fresh.  */
static enum statement_verdict
check_method (struct judging *j, const json_t *entry, const char **out)
{
  const json_t *method = json_object_get (entry, "method");
  const json_t *at = json_object_get (entry, "at");

  if (!json_is_string (method) || !is_time (at))
    return say (j, STATEMENT_FORM,
                "an entry of methods has no method or no time (at)");
  if (!words_have_span (j->want->known, json_string_value (method),
                        json_string_length (method)))
    return say (j, STATEMENT_METHODS, "it states an unknown method");
  if (too_old (j, at))
    return say (j, STATEMENT_TIME, "a method is older than 15 minutes (at)");
  if (of_the_future (j, at))
    return say (j, STATEMENT_TIME, "a method is of the future (at)");
  *out = json_string_value (method);
  return STATEMENT_GOOD;
}

/* Those of the N METHODS that count here.  */
static void
narrow (const struct statement_wanted *want, const char *const *methods,
        size_t n, struct statement *out)
{
  size_t used = 0;

  out->methods[0] = '\0';
  for (size_t i = 0; i < n; i++)
    {
      size_t len = strlen (methods[i]);

      if (want->accept && !words_have (want->accept, methods[i]))
        continue;
      if (used + len + 2 > sizeof out->methods)
        continue; /* longer than any code there is: counts for nothing */
      if (used)
        out->methods[used++] = ' ';
      memcpy (out->methods + used, methods[i], len + 1);
      used += len;
    }
}

static enum statement_verdict
check_methods (struct judging *j, struct statement *out)
{
  const json_t *list = claim (j, "methods");
  const char *stated[METHODS_MAX] = { NULL };
  enum statement_verdict v = STATEMENT_GOOD;
  size_t n = json_array_size (list);

  if (!json_is_array (list) || n == 0)
    return say (j, STATEMENT_FORM, "methods is missing, no list or empty");
  if (n > METHODS_MAX)
    return say (j, STATEMENT_METHODS, "it states more than two methods");
  for (size_t i = 0; v == STATEMENT_GOOD && i < n; i++)
    v = check_method (j, json_array_get (list, i), &stated[i]);
  if (v != STATEMENT_GOOD)
    return v;
  /* The class is the code's first character.  */
  if (n == 2 && stated[0][0] == stated[1][0])
    return say (j, STATEMENT_METHODS, "it states two methods of one class");
  narrow (j->want, stated, n, out);
  if (!out->methods[0])
    return say (j, STATEMENT_METHODS, "none of its methods is accepted here");
  return STATEMENT_GOOD;
}

enum statement_verdict
statement_claims (const json_t *claims, const struct statement_wanted *want,
                  struct statement *out, const char **how)
{
  struct judging j = { claims, want, how };
  enum statement_verdict v = check_issuer (&j);

  if (v == STATEMENT_GOOD)
    v = check_subject (&j);
  if (v == STATEMENT_GOOD)
    v = check_audience (&j);
  if (v == STATEMENT_GOOD)
    v = check_terminal (&j);
  if (v == STATEMENT_GOOD)
    v = check_time (&j);
  if (v == STATEMENT_GOOD)
    v = check_name (&j, out);
  if (v == STATEMENT_GOOD)
    v = check_methods (&j, out);
  if (v == STATEMENT_GOOD)
    out->at = json_integer_value (claim (&j, "iat"));
  return v;
}
