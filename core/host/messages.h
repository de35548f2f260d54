/* SPDX-License-Identifier: Apache-2.0 */
/* What emi and emi-plugin-host say to each other.  A message is one byte, its
   kind, and a struct of the five shapes; one is answered before the next is
   sent.

     emi                                  emi-plugin-host
     START, with the module's file  --->  shuts itself in, loads it
                               <---  DESCRIPTOR, or FAILED
     OPEN                      --->
     CALL, with its arguments  --->
                               <---  PUT, PUT_FIELDS, ASK, WAIT (with a
                                     descriptor), LEFT, NOW, TURN: what the
                                     plugin wants of its host
     REPLY                     --->
                               <---  RETURN: OPEN, CALL or CLOSE is over
     MEASURE                   --->
                               <---  MEASURED (helper-measure.c)
     CLOSE                     --->                                        */
#ifndef EMI_HOST_MESSAGES_H
#define EMI_HOST_MESSAGES_H

#include "host/wire.h"

enum message
{
  MESSAGE_START = 1,
  MESSAGE_OPEN,
  MESSAGE_CALL, /* the operation's number, then its own arguments */
  MESSAGE_CLOSE,
  MESSAGE_REPLY,
  MESSAGE_DESCRIPTOR,
  MESSAGE_FAILED,
  MESSAGE_RETURN,
  MESSAGE_PUT,
  MESSAGE_PUT_FIELDS,
  MESSAGE_ASK,
  MESSAGE_WAIT,
  MESSAGE_LEFT,
  MESSAGE_NOW,
  MESSAGE_TURN,
  MESSAGE_MEASURE,
  MESSAGE_MEASURED
};

/* How a helper shuts itself in.  */
#define ISOLATE_SANDBOX 1 /* landlock and seccomp; without: isolation="weak" */
/* What of it holds (message_descriptor).  */
#define ISOLATED_FILES 1  /* landlock */
#define ISOLATED_CALLS 2  /* seccomp */
#define ISOLATED_USER 4   /* a user of its own */

struct message_start
{
  const char *version; /* of emi: both ends are of one build */
  const char *module;  /* its name */
  const char *file;    /* what it is called in messages */
  const char *needs;   /* EMI_PLUGIN needs; NULL: nothing */
  const char *user;    /* runs as this user; NULL: as emi does */
  int64_t isolate;     /* ISOLATE_... */
  struct emi_fields paths; /* "read", "write", "protect" */
};

struct message_option
{
  const char *text;
  int64_t number;
};

struct message_open
{
  struct emi_fields options; /* by name, each value a message_option */
};

struct message_reply
{
  int64_t rc;
  int64_t number;            /* LEFT, NOW */
  struct emi_fields answers; /* ASK: by prompt */
};

struct message_descriptor
{
  struct emi_span told; /* host/told.h */
  int64_t isolated;     /* ISOLATED_... */
};

struct message_failed
{
  int64_t code; /* enum code */
  const char *detail;
};

struct message_return
{
  int64_t rc;
  const char *sentence; /* of host->fail; NULL: none */
};

struct message_put
{
  const char *name;
  struct emi_span data;
};

struct message_put_fields
{
  const char *name;
  struct emi_fields fields;
};

struct message_ask
{
  struct emi_fields ids; /* names; the values are empty */
};

struct message_wait
{
  int64_t events;
  int64_t ms;
};

struct message_turn
{
  int64_t on;
};

/* What a helper holds: bytes that were allocated and not freed, open
   descriptors, threads; -1: not known.  */
struct message_measured
{
  int64_t bytes;
  int64_t files;
  int64_t threads;
};

/* The shapes of a message's struct; those without one have none.  */
const struct call_arg *message_args (enum message m);
extern const struct call_arg message_option_args[];

/* Begins a message of kind M in B, which is empty but for what the channel
   keeps free, and adds what FROM (its struct; NULL: none) tells.  */
void message_write (struct buffer *b, enum message m, const void *from);

#endif
