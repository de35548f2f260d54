/* SPDX-License-Identifier: Apache-2.0 */
/* The vein provider's texts: rates, modules, return codes.  */
#include <criterion/criterion.h>
#include <string.h>

#include "vein/bioapi.h"
#include "vein/vein-text.h"
#include "vein/vein-vendor.h"

Test (vein_text, rates)
{
  static const struct
  {
    const char *text;
    int32_t rate; /* 0: none */
  } rates[] = {
    { "0.0001", 214748 },
    { "0.01", 21474836 },
    { "0.00001", 21474 },
    { "0.00000001", 21 },
    { "0.0000000100", 21 },
    { "0.000100", 214748 },
    { "0.0100000001", 0 },
    { "0.0000000099", 0 },
    { "0.00000000011", 0 }, /* more decimals than are kept */
    { "0.0", 0 },
    { "0.", 0 },
    { ".0001", 0 },
    { "0", 0 },
    { "1", 0 },
    { "0,0001", 0 },
    { "1e-4", 0 },
    { "-0.0001", 0 },
    { " 0.0001", 0 },
    { "0.0001 ", 0 },
    { "", 0 },
  };

  for (size_t i = 0; i < sizeof rates / sizeof *rates; i++)
    {
      int32_t rate = 0;
      bool good = vein_rate_parse (rates[i].text, &rate);

      cr_assert_eq (good, rates[i].rate != 0, "%s", rates[i].text);
      cr_assert_eq (rate, rates[i].rate, "%s: %d", rates[i].text, rate);
    }
}

Test (vein_text, rates_as_text)
{
  static const struct
  {
    int32_t rate;
    const char *text;
  } rates[] = {
    { 214748, "0.0000999998" },
    { 100000, "0.0000465661" },
    { 0, "0.0" },
    { 1, "0.0000000004" },
    { INT32_MAX, "1.0" },
    { INT32_MAX / 2, "0.4999999997" },
    { -1, "unknown" },
    { -2, "unknown" },
    { INT32_MIN, "unknown" },
    { 1610612736, "0.7500000003" },
  };
  char text[VEIN_RATE_TEXT];

  for (size_t i = 0; i < sizeof rates / sizeof *rates; i++)
    {
      vein_rate_text (rates[i].rate, text);
      cr_assert_str_eq (text, rates[i].text, "%d: %s", rates[i].rate, text);
    }
}

Test (vein_text, modules)
{
  static const char *const bad[] = { "",
                                     "{",
                                     "{}",
                                     "73637269-7074-6564-2d62-696f61706931x",
                                     "73637269-7074-6564-2d62-696f6170693",
                                     "{73637269-7074-6564-2d62-696f61706931",
                                     "73637269-7074-6564-2d62-696f61706931}",
                                     "g3637269-7074-6564-2d62-696f61706931",
                                     "-73637269-7074-6564-2d62-696f61706931",
                                     "7-3637269-7074-6564-2d62-696f61706931" };
  static const char *const good[] = { "73637269-7074-6564-2d62-696f61706931",
                                      "{73637269-7074-6564-2D62-696F61706931}",
                                      "73637269707465642d62696f61706931" };
  uint8_t module[16];

  for (size_t i = 0; i < sizeof good / sizeof *good; i++)
    {
      memset (module, 0, sizeof module);
      cr_assert (vein_uuid_parse (good[i], module), "%s", good[i]);
      cr_assert_eq (memcmp (module, "scripted-bioapi1", 16), 0);
    }
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
    cr_assert_not (vein_uuid_parse (bad[i], module), "%s", bad[i]);
}

Test (vein_text, the_standards_returns)
{
  static const struct
  {
    uint32_t code;
    enum vein_end end;
  } means[] = {
    { 0, VEIN_OK },
    { BioAPIERR_BSP_TIMEOUT_EXPIRED, VEIN_NOBODY },
    { BioAPIERR_BSP_UNABLE_TO_CAPTURE, VEIN_QUALITY },
    { BioAPIERR_BSP_UNSUPPORTED_FORMAT, VEIN_OTHER },
    { BioAPIERR_H_FRAMEWORK_INVALID_DEVICE_ID, VEIN_ABSENT },
    { BioAPIERR_H_FRAMEWORK_MODULE_LOAD_FAILED, VEIN_MISSING },
    { BioAPI_ERRCODE_INVALID_UUID, VEIN_MISSING },
    { BioAPI_BSP_BASE_ERROR + BioAPI_ERRCODE_INVALID_UUID, VEIN_MISSING },
    { BioAPI_BSP_BASE_ERROR + BioAPI_ERRCODE_OS_ACCESS_DENIED, VEIN_BUSY },
    { BioAPI_BSP_BASE_ERROR + BioAPI_ERRCODE_FUNCTION_FAILED, VEIN_FAILED },
    { 0x3001, VEIN_PULLED },
    { 0x3FFF, VEIN_PULLED },
    { 0x1801, VEIN_FAILED }, /* a maker's own */
    { 0x4103, VEIN_FAILED }, /* of no component */
    { 0xFFFFFFFF, VEIN_FAILED },
  };
  const struct vein_codes none = { .n = 0 };

  for (size_t i = 0; i < sizeof means / sizeof *means; i++)
    cr_assert_eq (vein_meaning (means[i].code, &none), means[i].end, "0x%x",
                  means[i].code);
}

Test (vein_text, a_makers_returns)
{
  static const char *const bad[]
      = { "busy",         "busy=",           "busy=1801",        "busy=0x",
          "busy=0x1801,", "what=0x1801",     "busy=0x123456789", "=0x1",
          "busy=0x0",     "busy=0x1 pulled", "Busy=0x1",         "busy=0x18g1",
          "a=0x1 b=0x2" };
  struct vein_codes codes = { .n = 0 };

  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
    cr_assert_not (vein_codes_parse (bad[i], &codes), "%s", bad[i]);
  cr_assert (vein_codes_parse ("", &codes));
  cr_assert_eq (codes.n, 0);
  cr_assert (vein_codes_parse (
      " busy=0x1801  nobody=0x1101 pulled=0xFFFFFFFF ", &codes));
  cr_assert_eq (codes.n, 3);
  cr_assert_eq (vein_meaning (0x1801, &codes), VEIN_BUSY);
  cr_assert_eq (vein_meaning (0xFFFFFFFF, &codes), VEIN_PULLED);
  /* The maker's word stands above the standard's.  */
  cr_assert_eq (vein_meaning (0x1101, &codes), VEIN_NOBODY);
  cr_assert_eq (vein_meaning (0, &codes), VEIN_OK);
}

Test (vein_text, seventeen_returns_are_too_many)
{
  char text[17 * 12 + 1] = "";
  struct vein_codes codes;

  for (int i = 0; i < VEIN_CODES; i++)
    strcat (text, "busy=0x1801 ");
  cr_assert (vein_codes_parse (text, &codes));
  strcat (text, "busy=0x1801");
  cr_assert_not (vein_codes_parse (text, &codes));
}

Test (vein_text, each_word_of_the_option_is_a_row)
{
  char words[] = VEIN_VENDORS;
  int n = 0;

  for (char *at = strtok (words, " "); at; at = strtok (NULL, " "), n++)
    {
      cr_assert (vein_vendor (at), "%s", at);
      cr_assert_str_eq (vein_vendor (at)->name, at);
    }
  cr_assert_eq (n, 4);
  cr_assert_not (vein_vendor ("nobody"));
}
