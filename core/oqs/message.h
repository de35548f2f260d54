/* SPDX-License-Identifier: Apache-2.0 */
/* Reading a national message as a stream: a table says which elements are
   known and where, callbacks get their text.  Elements are found by name and
   parent, never by position; no tree is built.  Inside core/oqs only.  */
#ifndef EMI_OQS_MESSAGE_H
#define EMI_OQS_MESSAGE_H

#include <stddef.h>

#include "oqs/eligibility.h"
#include "oqs/person.h"

/* Beyond these a message is hostile: real fields have at most a few hundred
   bytes, real messages go eight deep.  */
#define MESSAGE_MAX_TEXT 16384
#define MESSAGE_MAX_DEPTH 64

enum message_kind
{
  MESSAGE_GROUP, /* has elements inside */
  MESSAGE_TEXT,  /* has the text we want */
  MESSAGE_SKIP   /* known, and passed over with all inside */
};

/* One known element.  PARENT is the id of the group that it stands directly
   in, 0 for the document.  Ids are above 0.  */
struct message_rule
{
  int parent;
  const char *name;
  enum message_kind kind;
  int id;
};

/* Anything but OQS_READ_OK from a callback ends the reading with it.  */
struct message_reader
{
  const struct message_rule *rules;
  size_t n_rules;
  enum oqs_read (*open) (void *ctx, int id);
  /* TEXT without outer white space, "" when empty; valid in the call only. */
  enum oqs_read (*text) (void *ctx, int id, const char *text);
  enum oqs_read (*close) (void *ctx, int id);
  void *ctx;
};

/* OK only when the document ended as it should.  N_UNKNOWN_OUT: elements in
   no rule, those inside them not counted.  */
enum oqs_read message_read (const struct message_reader *r, const void *data,
                            size_t len, size_t *n_unknown_out);

/* For the callbacks.  A field that comes twice with two values makes the
   message unreadable: which of them is true cannot be known.  */
enum oqs_read message_keep (char **slot, const char *text);
enum oqs_read message_keep_int (int *slot, const char *text); /* -1: empty */

/* The fields of a person, normalised as person.h says.  */
enum person_field
{
  PERSON_FIELD_INSURER,
  PERSON_FIELD_SYMBOL,
  PERSON_FIELD_NUMBER,
  PERSON_FIELD_BRANCH,
  PERSON_FIELD_NAME,
  PERSON_FIELD_KANA,
  PERSON_FIELD_BIRTH,
  PERSON_FIELD_SEX,
  PERSON_FIELDS
};
enum oqs_read person_keep (struct person *p, enum person_field f,
                           const char *text);

#endif
