/* SPDX-License-Identifier: Apache-2.0 */
/* Whom to ask: this hospital's own line first, then the vendor whose part it
   is, then the national portal and its call centre.  */
#ifndef EMI_REPORT_CONTACT_H
#define EMI_REPORT_CONTACT_H

#include "base/codes.h"
#include "config/config.h"
#include "config/facts.h"

struct contact
{
  const char *who; /* hospital, ehr-vendor, 2fa-vendor, oqs-vendor,
                      reader-maker, faq, form, centre */
  char *name;      /* "オンライン資格確認コールセンター" */
  char *where;     /* a telephone number or an address */
  char *when; /* "受付中（18:00 まで）"; "" where it does not matter */
  bool now_known; /* the call centre: is it open? */
  bool open;
  int64_t until; /* UTC seconds; 0: not known or not open */
  int64_t opens; /* UTC seconds; 0: open, or not known */
};

#define CONTACT_MAX 8

struct contacts
{
  struct contact v[CONTACT_MAX];
  size_t n;
  bool failed; /* memory ran out */
};

/* Everybody there is, in the order in which they are asked.  */
void contacts_all (const struct config *config, const struct facts *facts,
                   int64_t now, enum lang lang, struct contacts *out);
/* Those who help with a failure CODE; none where the person or the hospital's
   rules alone can mend it.  */
void contacts_for (enum code code, const struct config *config,
                   const struct facts *facts, int64_t now, enum lang lang,
                   struct contacts *out);
void contacts_done (struct contacts *c);

/* "病院", "電子カルテベンダー" and so on, of a contact or of a doctor's item.  */
const char *owner_label (const char *owner, enum lang lang);

#endif
