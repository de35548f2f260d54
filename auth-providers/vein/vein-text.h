/* SPDX-License-Identifier: Apache-2.0 */
/* The options that are texts (rate, module, return codes), and a rate as text
   again.  Pure functions on bytes.  */
#ifndef EMI_VEIN_TEXT_H
#define EMI_VEIN_TEXT_H

#include <stdbool.h>
#include <stdint.h>

/* What a return means for us.  */
enum vein_end
{
  VEIN_OK,
  VEIN_FAILED, /* none of the others */
  VEIN_MISSING,
  VEIN_ABSENT,
  VEIN_BUSY,
  VEIN_PULLED,
  VEIN_QUALITY,
  VEIN_NOBODY,
  VEIN_OTHER,
  VEIN_LIED /* it said something that cannot be */
};

/* "0.0001" as N of N / (2^31 - 1), rounded down.  From 0.00000001 to 0.01:
   a rate that is worse proves nobody.  */
bool vein_rate_parse (const char *text, int32_t *rate_out);

/* RATE as "0.0000931323"; "unknown" when it is negative.  */
#define VEIN_RATE_TEXT 16
void vein_rate_text (int32_t rate, char out[VEIN_RATE_TEXT]);

/* "e19a6901-b8c2-4980-877e-11d4d8f1be79", also in braces or without '-'.  */
bool vein_uuid_parse (const char *text, uint8_t out[16]);

/* "busy=0x1801 pulled=0x1802": what a maker's own returns mean.  */
#define VEIN_CODES 16
struct vein_codes
{
  struct
  {
    uint32_t code;
    enum vein_end end;
  } v[VEIN_CODES];
  unsigned n;
};
bool vein_codes_parse (const char *text, struct vein_codes *out);

/* What return CODE means; the maker's words stand above the standard's.  */
enum vein_end vein_meaning (uint32_t code, const struct vein_codes *codes);

#endif
