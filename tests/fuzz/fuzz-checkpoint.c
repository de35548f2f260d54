/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as a signed note and as a line of seal.pub.  */
#include "fuzz/fuzz.h"

#include <string.h>

#include "ledger/checkpoint.h"

#define LINE                                                                  \
  "emi.1319999999.n1/1+ac2b3ab2+AYqI4910CfGV/VLbLTy6XXLKZwm/HZQSG/N0iAG0D29c"

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t len)
{
  struct checkpoint c = { .size = 0 };
  struct note_key key, other;

  NEVER (!note_key_parse (&key, LINE, strlen (LINE)));
  /* The seeds hold the only note this key ever signed.  */
  if (note_check (&key, (const char *) data, len, &c))
    NEVER (c.size != 623);
  if (note_key_parse (&other, (const char *) data, len))
    {
      char *line = note_key_line (&other);
      NEVER (!line || strlen (line) != len || memcmp (line, data, len) != 0);
      free (line);
    }
  return 0;
}
