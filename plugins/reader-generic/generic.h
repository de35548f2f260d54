/* SPDX-License-Identifier: Apache-2.0 */
/* What the parts of this reader share.  */
#ifndef EMI_READER_GENERIC_H
#define EMI_READER_GENERIC_H

#include <stdbool.h>

#include "lib/flow.h"

/* What is seen of the card in the reader that is plugged in here.  */
enum card_seen
{
  CARD_UNSEEN, /* nothing is configured, or it cannot be asked now */
  CARD_OUT,
  CARD_IN
};

struct card;

/* The reader whose name begins with NAME.  NULL without memory.  */
struct card *card_new (const char *name);
void card_free (struct card *c);
/* Looks, without waiting.  SENTENCE_OUT says why it is CARD_UNSEEN, in
   Japanese and English; lives as long as the program.  */
enum card_seen card_look (struct card *c, const char **sentence_out);

struct generic
{
  struct flow flow; /* first: it is the self of the flow's operations */
  struct card *card; /* NULL: the card is not watched */
  enum card_seen seen;
  bool ticked; /* the photo was compared; a card before it comes too early */
  bool early;  /* that was said */
  int64_t leave_ms;
};

/* Follows the card; puts what changed.  */
emi_rc generic_watch_card (void *self, struct emi_call *call);
/* Waits until the card is taken, and says when it is not.  */
emi_rc generic_leave (struct flow *f, struct emi_call *call);
/* The card's part of status.  */
emi_rc generic_card_status (struct generic *g, struct emi_call *call);

#endif
