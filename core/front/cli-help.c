/* SPDX-License-Identifier: Apache-2.0 */
/* What `COMMAND --help` shows, an example each, and which command somebody may
   have meant.  */
#include "front/cli-help.h"

#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/lang.h"

#define WORD_MAX 32
/* Two slips of the hand; with more, any word resembles any other.  */
#define SLIPS 2

/* tests/docs/examples.sh has the program read each of them.  */
static const struct
{
  const char *words;
  const char *example;
} examples[] = {
  { "init", "emi init hospital --facility 1319999999" },
  { "check", "emi -c hospital/emi.xml check" },
  { "doctor", "emi doctor --go-live 2027-04-01" },
  { "account add", "emi account add dr-shiken --name '試験 医師' --role "
                   "physician --by admin" },
  { "account grant",
    "emi account grant dr-shiken --until 2027-03-31 --by admin" },
  { "account revoke",
    "emi account revoke dr-shiken --reason '退職' --by admin" },
  { "account list", "emi account list --review --by admin" },
  { "enrol", "emi enrol dr-shiken totp --by admin" },
  { "factors try", "emi factors try --as dr-shiken --rounds 5" },
  { "receive", "emi receive er-face --as desk --pressed-by family "
               "--arrival ambulance" },
  { "reception list", "emi reception list --fresh --as desk" },
  { "reception show", "emi reception show 21-07 --as desk" },
  { "reception bind", "emi reception bind 21-07 --patient 0012345 --as desk" },
  { "reception confirm", "emi reception confirm 21-07 --as nurse" },
  { "reception change", "emi reception change 21-07 --state worsened "
                        "--with dr-shiken --as dr-kensa" },
  { "reception void",
    "emi reception void 21-07 --reason '取り違え' --as desk" },
  { "request",
    "emi request --as dr-shiken --consent difficult --hardship unconscious "
    "--effort '家族に電話' --necessity stroke" },
  { "trace", "emi trace --as support --patient 0012345 --from 2026-11-21" },
  { "verify", "emi verify --deep" },
  { "plugin list", "emi plugin list" },
  { "plugin describe", "emi plugin describe totp" },
  { "plugin check", "emi plugin check ./karte.so --option folder=karte" },
  { "help", "emi help" },
};

const char *
cli_example (const char *words)
{
  for (size_t i = 0; i < N_ELEMENTS (examples); i++)
    if (strcmp (examples[i].words, words) == 0)
      return examples[i].example;
  return NULL;
}

void
cli_usage (struct cli *c, const struct cli_command *command)
{
  const char *example = cli_example (command->words);
  FILE *to = c->json ? stderr : stdout;

  fprintf (to, "emi %s %s\n  %s\n", command->words, command->usage,
           said (c->session.lang, command->help));
  if (example)
    fprintf (to, "\n%s\n  %s\n", said (c->session.lang, "例"), example);
}

static size_t
least (size_t a, size_t b, size_t c)
{
  size_t ab = a < b ? a : b;

  return ab < c ? ab : c;
}

/* How many letters must be put, taken away or changed to get from A to B.  */
size_t
cli_slips (const char *a, const char *b)
{
  size_t n = strlen (a), m = strlen (b), row[WORD_MAX + 1];

  if (n > WORD_MAX || m > WORD_MAX)
    return WORD_MAX;
  for (size_t j = 0; j <= m; j++)
    row[j] = j;
  for (size_t i = 1; i <= n; i++)
    {
      size_t corner = row[0];

      row[0] = i;
      for (size_t j = 1; j <= m; j++)
        {
          size_t above = row[j];

          row[j] = least (above + 1, row[j - 1] + 1,
                          corner + (a[i - 1] != b[j - 1]));
          corner = above;
        }
    }
  return row[m];
}

/* FIRST is the beginning of a command of two words.  */
static bool
is_group (const char *words, const char *first)
{
  size_t len = strlen (first);

  return strncmp (words, first, len) == 0 && words[len] == ' ';
}

bool
cli_resembles (const char *words, const char *first, const char *second)
{
  char typed[2 * WORD_MAX + 2];
  const char *space = strchr (words, ' ');
  char head[WORD_MAX];
  size_t slips;

  if (!second && is_group (words, first))
    return true;
  snprintf (typed, sizeof typed, "%.*s%s%.*s", WORD_MAX, first,
            space && second ? " " : "", WORD_MAX,
            space && second ? second : "");
  slips = cli_slips (words, typed);
  if (slips <= SLIPS && slips < strlen (words) - 1)
    return true;
  if (!space || (size_t) (space - words) >= sizeof head || second)
    return false;
  snprintf (head, sizeof head, "%.*s", (int) (space - words), words);
  return cli_slips (head, first) <= SLIPS;
}

static bool
suggest (struct cli *c, const char *first, const char *second)
{
  bool any = false;

  for (const struct cli_command *k = cli_commands; k->words && !c->json; k++)
    if (cli_resembles (k->words, first, second))
      {
        if (!any)
          cli_say (c, N_ ("近いコマンド："));
        any = true;
        fprintf (stderr, "  emi %s %s\n", k->words, k->usage);
      }
  return any;
}

void
cli_suggest (struct cli *c, const char *first, const char *second)
{
  if (!suggest (c, first, second) && second)
    suggest (c, first, NULL);
}
