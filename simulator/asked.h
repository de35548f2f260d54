/* SPDX-License-Identifier: Apache-2.0 */
/* A request as the terminal reads it, of whatever kind.  */
#ifndef EMI_SIMULATOR_ASKED_H
#define EMI_SIMULATOR_ASKED_H

#include "config/profile.h"
#include "oqs/ordinary.h"

struct asked
{
  unsigned on; /* FOR_ of script.h, one bit */
  /* What all kinds have (institution, identifier, person, treatment), and
     what only the emergency request has.  */
  struct emergency_asked e;
  int limit; /* 資格確認: consent to 限度額; -1 absent */

  /* 薬剤情報, 特定健診情報 */
  char *from; /* YYYYMM */
  char *to;
  int category;      /* FileCategory */
  int prescriptions; /* whether 処方 and 調剤 are wanted; -1 absent */
  bool treatment;    /* 診療情報 too */
  bool pdf;          /* of an emergency request too */
};

/* The kind of request that a file NAME stands for, and in *SUFFIX_OUT where
   SUFFIX.xml begins in it.  0 when it is none of ours.  */
unsigned asked_kind (const struct profile *p, const char *name,
                     const char **suffix_out);
/* What its files begin with, before "req_" and "res_".  */
const char *asked_prefix (const struct profile *p, unsigned on);

/* OQS_READ_OK, or OUT is empty.  */
enum oqs_read asked_read (const struct profile *p, unsigned on,
                          const void *data, size_t len, struct asked *out);
void asked_done (struct asked *a);

/* The element that is missing or has no such value, for which a terminal
   sends the request back; NULL when there is none.  */
const char *asked_fault (const struct asked *a);

#endif
