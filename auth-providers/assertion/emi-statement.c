/* SPDX-License-Identifier: Apache-2.0 */
/* emi-statement: makes keys and statements as another vendor's authentication
   product would, for tests and as an example of how little it takes.  It uses
   libjose and jansson and nothing of emi.  See emi-statement(1).  */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>
#include <unistd.h>

#include <jansson.h>
#include <jose/b64.h>
#include <jose/jwk.h>
#include <jose/jws.h>

#define LIFETIME_S 300

static int
fail (const char *what)
{
  fprintf (stderr, "emi-statement: %s\n", what);
  return 1;
}

/* 128 random bits: two statements never have one name.  */
static json_t *
random_name (void)
{
  unsigned char bytes[16];

  if (getrandom (bytes, sizeof bytes, 0) != sizeof bytes)
    return NULL;
  return jose_b64_enc (bytes, sizeof bytes);
}

/* "3-01,1-02" or "3-01@TIME,..." as the claim `methods`.  */
static json_t *
methods (const char *text, json_int_t now)
{
  json_t *list = json_array ();

  while (*text)
    {
      size_t len = strcspn (text, ",");
      size_t code = strcspn (text, "@,");
      json_int_t at = code < len ? strtoll (text + code + 1, NULL, 10) : now;

      json_array_append_new (
          list, json_pack ("{s:s%, s:I}", "method", text, code, "at", at));
      text += len + (text[len] == ',');
    }
  return list;
}

/* One word of the command line: CLAIM=VALUE.  */
static int
claim_add (json_t *claims, const char *word, json_int_t now)
{
  const char *eq = strchr (word, '=');
  json_t *value;
  char name[32];

  if (!eq || eq == word || (size_t) (eq - word) >= sizeof name)
    return -1;
  snprintf (name, sizeof name, "%.*s", (int) (eq - word), word);
  if (strcmp (name, "methods") == 0)
    value = methods (eq + 1, now);
  else if (strcmp (name, "iat") == 0 || strcmp (name, "exp") == 0
           || strcmp (name, "nbf") == 0)
    value = json_integer (strtoll (eq + 1, NULL, 10));
  else
    value = json_string (eq + 1);
  return json_object_set_new (claims, name, value);
}

static json_t *
claims_make (char **words)
{
  json_int_t now = time (NULL);
  json_t *claims = json_pack ("{s:I, s:I, s:o}", "iat", now, "exp",
                              now + LIFETIME_S, "jti", random_name ());

  for (; claims && *words; words++)
    if (claim_add (claims, *words, now) != 0)
      {
        json_decref (claims);
        claims = NULL;
      }
  return claims;
}

/* The protected header names algorithm and key; the rest is libjose's.  */
static int
sign (const char *file, char **words)
{
  json_t *key = json_load_file (file, 0, NULL);
  json_t *claims = claims_make (words);
  json_t *header = json_pack ("{s:{s:O*, s:O*}}", "protected", "alg",
                              json_object_get (key, "alg"), "kid",
                              json_object_get (key, "kid"));
  json_t *jws = json_pack ("{s:o*}", "payload", jose_b64_enc_dump (claims));
  int status = 1;

  if (!key || !claims)
    fail (key ? "claims are written CLAIM=VALUE" : "the key cannot be read");
  else if (!jose_jws_sig (NULL, jws, header, key))
    fail ("this key cannot sign");
  else
    {
      printf ("%s.%s.%s\n",
              json_string_value (json_object_get (jws, "protected")),
              json_string_value (json_object_get (jws, "payload")),
              json_string_value (json_object_get (jws, "signature")));
      status = 0;
    }
  json_decref (jws);
  json_decref (header);
  json_decref (claims);
  json_decref (key);
  return status;
}

/* A new private key in FILE, which must not be there yet.  */
static int
key_make (const char *file, const char *alg, const char *kid)
{
  json_t *key
      = json_pack ("{s:s, s:s, s:s*}", "alg", alg, "use", "sig", "kid", kid);
  int fd = -1, status = 1;

  if (!key || !jose_jwk_gen (NULL, key))
    fail ("ALGORITHM is ES256 or RS256");
  else if ((fd = open (file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600))
               < 0
           || json_dumpfd (key, fd, JSON_COMPACT) != 0)
    perror (file);
  else
    status = 0;
  if (fd >= 0 && close (fd) != 0)
    status = fail ("the key cannot be written");
  json_decref (key);
  return status;
}

/* The public halves of FILES as one JWK set: what the hospital gets.  */
static int
keys_show (char **files)
{
  json_t *list = json_array ();
  json_t *set = json_pack ("{s:o}", "keys", list);
  int status = 0;

  for (; *files && status == 0; files++)
    {
      json_t *key = json_load_file (*files, 0, NULL);

      if (!key || !jose_jwk_pub (NULL, key))
        status = fail ("a key cannot be read");
      json_array_append (list, key);
      json_decref (key);
    }
  if (status == 0)
    {
      json_dumpf (set, stdout, JSON_INDENT (2));
      putchar ('\n');
    }
  json_decref (set);
  return status;
}

int
main (int argc, char **argv)
{
  if (argc >= 4 && argc <= 5 && strcmp (argv[1], "key") == 0)
    return key_make (argv[2], argv[3], argv[4]);
  if (argc >= 3 && strcmp (argv[1], "jwks") == 0)
    return keys_show (argv + 2);
  if (argc >= 4 && strcmp (argv[1], "sign") == 0)
    return sign (argv[2], argv + 3);
  fail ("usage: emi-statement key FILE ES256|RS256 [KID]\n"
        "       emi-statement jwks FILE...\n"
        "       emi-statement sign FILE CLAIM=VALUE...");
  return 2;
}
