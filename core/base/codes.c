/* SPDX-License-Identifier: Apache-2.0 */
/* The rows of codes.def, indexed by enum code.  */
#include "base/codes.h"

#include <stddef.h>
#include <string.h>

static const struct code_info rows[CODE_COUNT] = {
#define CODE(id, word, exit, state, ja, ja_next, en, en_next)                 \
  [CODE_##id] = { word, exit, state, { ja, en }, { ja_next, en_next } },
#include "base/codes.def"
#undef CODE
};

/* What a value outside the enum is shown as: a fault of ours.  */
const struct code_info *
code_info (enum code code)
{
  if ((unsigned) code >= CODE_COUNT)
    code = CODE_INTERNAL;
  return &rows[code];
}

enum code
code_by_word (const char *word)
{
  for (size_t i = 0; word && i < CODE_COUNT; i++)
    if (strcmp (rows[i].word, word) == 0)
      return (enum code) i;
  return CODE_COUNT;
}
