/* SPDX-License-Identifier: Apache-2.0 */
/* The shapes of the messages (messages.h).  */
#include "host/messages.h"

#define ARG(message, shape, field)                                            \
  { #field, SHAPE_##shape, offsetof (struct message_##message, field) }
#define ARGS_END { NULL, SHAPE_NUMBER, 0 }

static const struct call_arg none[] = { ARGS_END };

static const struct call_arg start[] = {
  ARG (start, TEXT, version),   ARG (start, TEXT, module),
  ARG (start, TEXT, file),      ARG (start, TEXT, needs),
  ARG (start, TEXT, user),      ARG (start, NUMBER, isolate),
  ARG (start, FIELDS, paths),   ARGS_END,
};

const struct call_arg message_option_args[] = {
  ARG (option, TEXT, text),
  ARG (option, NUMBER, number),
  ARGS_END,
};

static const struct call_arg open_[] = {
  ARG (open, FIELDS, options),
  ARGS_END,
};

static const struct call_arg reply[] = {
  ARG (reply, NUMBER, rc),
  ARG (reply, NUMBER, number),
  ARG (reply, FIELDS, answers),
  ARGS_END,
};

static const struct call_arg descriptor[] = {
  ARG (descriptor, SPAN, told),
  ARG (descriptor, NUMBER, isolated),
  ARGS_END,
};

static const struct call_arg failed[] = {
  ARG (failed, NUMBER, code),
  ARG (failed, TEXT, detail),
  ARGS_END,
};

static const struct call_arg return_[] = {
  ARG (return, NUMBER, rc),
  ARG (return, TEXT, sentence),
  ARGS_END,
};

static const struct call_arg put[] = {
  ARG (put, TEXT, name),
  ARG (put, SPAN, data),
  ARGS_END,
};

static const struct call_arg put_fields[] = {
  ARG (put_fields, TEXT, name),
  ARG (put_fields, FIELDS, fields),
  ARGS_END,
};

static const struct call_arg ask[] = {
  ARG (ask, FIELDS, ids),
  ARGS_END,
};

static const struct call_arg wait_[] = {
  ARG (wait, NUMBER, events),
  ARG (wait, NUMBER, ms),
  ARGS_END,
};

static const struct call_arg turn[] = {
  ARG (turn, NUMBER, on),
  ARGS_END,
};

static const struct call_arg measured[] = {
  ARG (measured, NUMBER, bytes),
  ARG (measured, NUMBER, files),
  ARG (measured, NUMBER, threads),
  ARGS_END,
};

const struct call_arg *
message_args (enum message m)
{
  switch (m)
    {
    case MESSAGE_START:
      return start;
    case MESSAGE_OPEN:
      return open_;
    case MESSAGE_REPLY:
      return reply;
    case MESSAGE_DESCRIPTOR:
      return descriptor;
    case MESSAGE_FAILED:
      return failed;
    case MESSAGE_RETURN:
      return return_;
    case MESSAGE_PUT:
      return put;
    case MESSAGE_PUT_FIELDS:
      return put_fields;
    case MESSAGE_ASK:
      return ask;
    case MESSAGE_WAIT:
      return wait_;
    case MESSAGE_TURN:
      return turn;
    case MESSAGE_MEASURED:
      return measured;
    case MESSAGE_MEASURE:
    case MESSAGE_CALL:
    case MESSAGE_CLOSE:
    case MESSAGE_LEFT:
    case MESSAGE_NOW:
      break;
    }
  return none;
}

void
message_write (struct buffer *b, enum message m, const void *from)
{
  buffer_u8 (b, m);
  if (from)
    wire_encode (b, message_args (m), from);
}
