/* SPDX-License-Identifier: Apache-2.0 */
/* Which of the cards that lie there is the one: the registered certificate,
   else a renewed one of the same person, else (only where nothing is
   registered yet) any that can authenticate.  Two equally good ones are
   several, and nobody guesses.  */
#include "smartcard.h"

#include <stdlib.h>
#include <string.h>

/* The best so far.  */
struct search
{
  const struct emi_span *enrolled; /* NULL: any */
  struct found *found;
  enum likeness like;
  size_t equals; /* tokens that are as good */
};

void
found_done (struct found *f)
{
  certificate_done (&f->certificate);
  while (f->n_chain > 0)
    certificate_done (&f->chain[--f->n_chain]);
}

static enum likeness
like (const struct search *s, const struct certificate *c)
{
  if (!s->enrolled)
    return c->kind == CERTIFICATE_PERSON ? LIKE_SAME : LIKE_NOTHING;
  return certificate_like (c, s->enrolled);
}

/* The best certificate of one token; of equal ones the newest.  */
static struct certificate *
best_of (const struct search *s, struct certificates *c, enum likeness *out)
{
  struct certificate *best = NULL;

  *out = LIKE_NOTHING;
  for (size_t i = 0; i < c->n; i++)
    {
      enum likeness l = like (s, &c->v[i]);

      if (l > *out || (best && l == *out && c->v[i].from > best->from))
        {
          best = &c->v[i];
          *out = l;
        }
    }
  return best;
}

/* One card may show itself as two tokens, one for each of its PINs.  */
static bool
same_card (const struct search *s, const struct token *t,
           const struct certificate *c)
{
  const struct found *f = s->found;

  return memcmp (t->info.serialNumber, f->token.info.serialNumber,
                 sizeof t->info.serialNumber)
             == 0
         && c->len == f->certificate.len
         && memcmp (c->der, f->certificate.der, c->len) == 0;
}

/* Moves what SEARCH wants out of C.  */
static void
keep (struct search *s, const struct token *t, struct certificate *best,
      struct certificates *c)
{
  struct found *f = s->found;

  found_done (f);
  f->token = *t;
  f->certificate = *best;
  best->der = NULL;
  for (size_t i = 0; i < c->n && f->n_chain < CHAIN_MAX; i++)
    if (c->v[i].kind == CERTIFICATE_CA)
      {
        f->chain[f->n_chain++] = c->v[i];
        c->v[i].der = NULL;
      }
}

static void
consider (struct search *s, const struct token *t, struct certificates *c)
{
  enum likeness l;
  struct certificate *best = best_of (s, c, &l);

  if (!best || l < s->like)
    return;
  if (l == s->like)
    {
      s->equals += !same_card (s, t, best);
      return;
    }
  keep (s, t, best, c);
  s->like = l;
  s->equals = 1;
}

static enum card_end
judge (const struct search *s, const struct tokens *t)
{
  switch (s->like)
    {
    case LIKE_NOTHING:
      return t->n > 0 || t->stranger ? CARD_NO_KEY : CARD_ABSENT;
    case LIKE_OTHER:
      return CARD_OTHER;
    case LIKE_PERSON:
    case LIKE_SAME:
      break;
    }
  return s->equals > 1 ? CARD_SEVERAL : CARD_FINE;
}

enum card_end
card_look (CK_FUNCTION_LIST *f, P11KitUri *uri,
           const struct emi_span *enrolled, struct found *out)
{
  struct search s = { .enrolled = enrolled, .found = out };
  struct tokens t;
  struct certificates c;
  enum card_end end = tokens_list (f, uri, &t);

  *out = (struct found){ .n_chain = 0 };
  for (size_t i = 0; i < t.n && end == CARD_FINE; i++)
    {
      end = token_certificates (f, &t.v[i], uri, &c);
      /* Taken while we looked: as if it had not been there.  */
      if (end == CARD_PULLED || end == CARD_NO_KEY || end == CARD_FAILED)
        end = CARD_FINE;
      else if (end == CARD_FINE)
        consider (&s, &t.v[i], &c);
      certificates_done (&c);
    }
  return end == CARD_FINE ? judge (&s, &t) : end;
}
