/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as the text beside a refused request.  */
#include "fuzz/fuzz.h"

#include <string.h>

#include "base/text.h"
#include "oqs/emergency.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t len)
{
  char *text = err_text (data, len);

  NEVER (!text || !text_is_utf8 (text, strlen (text)));
  NEVER (text_chars (text) > 500);
  for (const char *p = text; *p; p++)
    NEVER ((unsigned char) *p < 0x20 || *p == 0x7f);
  free (text);
  return 0;
}
