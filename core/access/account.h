/* SPDX-License-Identifier: Apache-2.0 */
/* Accounts, grants and enrolments: the registry.  Each account is one sealed
   document bound to the ledger, changed only in the transaction of its
   administration record.  */
#ifndef EMI_ACCESS_ACCOUNT_H
#define EMI_ACCESS_ACCOUNT_H

#include <stdint.h>

#include "access/session.h"

struct login; /* access/operator.h: an authenticated operator */

enum role
{
  ROLE_PHYSICIAN = 1,
  ROLE_NURSE = 2,
  ROLE_RECEPTION = 4,
  ROLE_SUPPORT = 8,
  ROLE_PRIVACY = 16,
  ROLE_ADMIN = 32,
  ROLE_VENDOR = 64
};
#define ROLE_ANY 127u

const char *role_name (enum role r);
bool role_parse (const char *name, enum role *out);

enum enrolment_state
{
  ENROLMENT_PENDING, /* not confirmed yet */
  ENROLMENT_ACTIVE,
  ENROLMENT_ONE_TIME, /* set by another person; not a factor */
  ENROLMENT_REVOKED   /* taken back; only its version is kept */
};
/* pending, active, one-time, revoked.  */
const char *enrolment_state_name (enum enrolment_state state);
bool enrolment_state_parse (const char *word, enum enrolment_state *out);

struct enrolment
{
  char *instance; /* provider instance */
  uint32_t version;
  enum enrolment_state state;
  unsigned char *blob; /* sealed: account, instance, version associated */
  size_t blob_len;
  char *by;        /* who made it */
  int64_t at;      /* UTC seconds */
  int64_t until;   /* temporary: not after this; 0: for good */
  struct enrolment *before; /* of a temporary one: the owner's own, which
                               counts again when it ends; or NULL */
};

struct grant
{
  bool given;
  int64_t until; /* UTC seconds of the end; 0: none */
  int64_t at;
  char *by;
  char *reason;
};

struct account
{
  char *id;
  char *name;
  char *kana;
  enum role role;
  struct grant grant;
  struct enrolment *enrolments;
  size_t n_enrolments;
  int64_t created;
};

void account_done (struct account *a);

/* Reads ID's document; FOUND_OUT false when there is none.  */
bool account_get (struct txn *t, const char *id, struct account *out,
                  bool *found_out, struct fault *why);
/* The same in a transaction of its own.  */
bool account_read (struct session *s, const char *id, struct account *out,
                   bool *found_out, struct fault *why);
/* Puts it into T's commit (which needs an administration record).  */
bool account_put (struct txn *t, const struct account *a, struct fault *why);
/* Every account, by id.  *LIST_OUT is the caller's (accounts_free).  */
bool account_list (struct txn *t, struct account **list_out, size_t *n_out,
                   struct fault *why);
void accounts_free (struct account *list, size_t n);

struct enrolment *account_enrolment (const struct account *a,
                                     const char *instance);
/* The one that counts at NOW: the owner's own again where a temporary one has
   ended, was revoked or waits for its confirmation.  */
const struct enrolment *account_enrolment_at (const struct account *a,
                                              const char *instance,
                                              int64_t now);
/* Usable as a factor at NOW: active and not run out.  */
bool enrolment_usable (const struct enrolment *e, int64_t now);

/* R1: does A hold 救急時医療情報閲覧権限 at NOW?  False with
   CODE_NOT_PERMITTED; A NULL (unknown) gives the same answer.  */
bool account_may_view (const struct session *s, const struct account *a,
                       int64_t now, struct fault *why);

/* Replaces or adds the enrolment of E's instance; E's memory becomes A's and
   E is empty afterwards.  A temporary one keeps the owner's own behind it. */
bool account_set_enrolment (struct account *a, struct enrolment *e,
                            struct fault *why);

/* Takes E back: its secret is gone, its version goes on counting.  With
   TEMPORARY_ONLY what stood behind a temporary one stays and counts again.  */
void enrolment_revoke (struct enrolment *e, bool temporary_only);

/* The provider's blob, sealed under the ledger's credential key and bound to
   account, instance and version (security.md).  */
bool enrolment_seal (struct ledger *l, const char *account,
                     struct enrolment *e, const void *data, size_t len,
                     struct fault *why);
bool enrolment_unseal (const struct ledger *l, const char *account,
                       const struct enrolment *e, struct secret *out,
                       struct fault *why);
void enrolment_done (struct enrolment *e);

/* May R hold the viewing permission (permission roles; never an admin)?  */
bool role_may_hold (const struct config *c, enum role r);

/* --- administration; each records itself and commits --- */
/* A rule that is not met, or a wrong value, is recorded as a refusal and uses
   up the admin's one-time code all the same.  */
bool account_add (struct session *s, const struct login *admin,
                  const char *id, const char *name, const char *kana,
                  enum role role, struct fault *why);
/* UNTIL 0: no end.  */
bool account_grant (struct session *s, const struct login *admin,
                    const char *id, int64_t until, const char *reason,
                    struct fault *why);
bool account_revoke (struct session *s, const struct login *admin,
                     const char *id, const char *reason, struct fault *why);
/* Is NAME fit for a person's name (1 to 100 characters, no controls)?  */
bool account_name_fit (const char *name);
#define ACCOUNT_REASON_MAX 2000 /* characters; ledger.md, free text */

/* The first account, made by `init` in record 0's commit: an admin whose
   password comes from the prompt password.new and counts as its own.  Put
   into T; the caller's draft names it as first-admin.  */
bool account_first_admin (struct session *s, struct txn *t, const char *id,
                          struct fault *why);

#endif
