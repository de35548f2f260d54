/* SPDX-License-Identifier: Apache-2.0 */
/* The files that came during one reception: read, told apart from other
   people's, and one chosen (SPEC section 4, "Which file is whose").  */
#ifndef EMI_ACCESS_RECEIVE_FILES_H
#define EMI_ACCESS_RECEIVE_FILES_H

#include "access/session.h"
#include "oqs/eligibility.h"

#define RECEIVED_MAX 8

struct received_file
{
  struct eligibility result;
  unsigned char digest[DIGEST_LEN];
  char name[128];
  int64_t owner;
  int64_t time;
};

struct received_files
{
  struct session *s;
  struct received_file file[RECEIVED_MAX];
  size_t n;
  const struct eligibility *chosen; /* set by received_files_single */
  size_t chosen_at;
  char unreadable[128]; /* a file that never parsed so far, "" when none */
  char unfit[32];  /* why a message can never be read, "" when none */
  char name[128];  /* of the message that comes next */
  int64_t owner;
  int64_t time;
};

void received_files_init (struct received_files *f, struct session *s);
void received_files_done (struct received_files *f);
void received_files_name (struct received_files *f, const void *data,
                          size_t len);
void received_files_source (struct received_files *f,
                            const struct emi_fields *fields);
/* A candidate's bytes: OK taken, RETRY unfinished or not ours, PROTOCOL.  */
emi_rc received_files_message (struct received_files *f, const void *data,
                               size_t len);
/* The newest card reading's person, or NULL while there is none.  */
const struct person *received_files_person (struct received_files *f);
/* Is the newest card reading one in which 同意しない was chosen?  */
bool received_files_declined (struct received_files *f);
/* Chooses; CODE_PERSON_MANY when they are of different people.  */
bool received_files_single (struct received_files *f, struct fault *why);
/* Under the write lock: no other reception took the chosen file.  */
bool received_files_unclaimed (struct received_files *f, struct txn *t,
                               struct fault *why);
/* The chosen file's name, digest, owner and time, and the claims on all that
   came.  */
void received_files_draft (const struct received_files *f, struct draft *d);
/* Did some reception take the card reading of these bytes?  */
bool received_file_claimed (struct txn *t, const void *data, size_t len,
                            bool *claimed_out, struct fault *why);

#endif
