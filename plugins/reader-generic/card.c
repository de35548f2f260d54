/* SPDX-License-Identifier: Apache-2.0 */
/* The device: is there a card in a PC/SC reader?  Only looks, and never talks
   to the card, which belongs to the terminal.  */
#include "generic.h"

#include <stdlib.h>
#include <string.h>

#include <winscard.h>

struct card
{
  char *name;
  SCARDCONTEXT context;
  bool connected;
};

struct card *
card_new (const char *name)
{
  struct card *c = calloc (1, sizeof *c);

  if (c == NULL)
    return NULL;
  c->name = strdup (name);
  if (c->name == NULL)
    {
      free (c);
      return NULL;
    }
  return c;
}

static void
disconnect (struct card *c)
{
  if (c->connected)
    SCardReleaseContext (c->context);
  c->connected = false;
}

void
card_free (struct card *c)
{
  if (c == NULL)
    return;
  disconnect (c);
  free (c->name);
  free (c);
}

static bool
connect_service (struct card *c)
{
  if (!c->connected)
    c->connected
        = SCardEstablishContext (SCARD_SCOPE_SYSTEM, NULL, NULL, &c->context)
          == SCARD_S_SUCCESS;
  return c->connected;
}

/* The full name of the reader, in NAMES (which SCardFreeMemory frees), or
   NULL.  */
static const char *
find_reader (struct card *c, LPSTR *names)
{
  DWORD len = SCARD_AUTOALLOCATE;
  size_t want = strlen (c->name);

  if (SCardListReaders (c->context, NULL, (LPSTR) names, &len)
      != SCARD_S_SUCCESS)
    return NULL;
  for (const char *at = *names; *at != '\0'; at += strlen (at) + 1)
    if (strncmp (at, c->name, want) == 0)
      return at;
  return NULL;
}

static enum card_seen
look_at (struct card *c, const char *reader)
{
  SCARD_READERSTATE state
      = { .szReader = reader, .dwCurrentState = SCARD_STATE_UNAWARE };

  /* Without a known state it answers at once.  */
  if (SCardGetStatusChange (c->context, 0, &state, 1) != SCARD_S_SUCCESS)
    return CARD_UNSEEN;
  if (state.dwEventState & SCARD_STATE_PRESENT)
    return CARD_IN;
  return (state.dwEventState & SCARD_STATE_EMPTY) ? CARD_OUT : CARD_UNSEEN;
}

enum card_seen
card_look (struct card *c, const char **sentence_out)
{
  LPSTR names = NULL;
  const char *reader;
  enum card_seen seen;

  if (!connect_service (c))
    {
      *sentence_out = "カードリーダーのサービス（pcscd）に届きません / "
                      "the smart-card service (pcscd) does not answer";
      return CARD_UNSEEN;
    }
  reader = find_reader (c, &names);
  seen = reader != NULL ? look_at (c, reader) : CARD_UNSEEN;
  if (names != NULL)
    SCardFreeMemory (c->context, names);
  /* After a restart of the service only a new context works.  */
  if (seen == CARD_UNSEEN)
    disconnect (c);
  *sentence_out = "カードリーダーがつながっていません / "
                  "the card reader is not connected";
  return seen;
}
