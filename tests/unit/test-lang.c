/* SPDX-License-Identifier: Apache-2.0 */
/* Texts in the language that is asked for, whatever the process's own is.  */
#include "base/lang.h"

#include <criterion/criterion.h>

#include "lib/catalogue.h"

#define TEXT "受付時間外"

Test (lang, japanese_needs_no_catalogue)
{
  const char *text = TEXT;

  cr_expect_eq (said (LANG_JA, text), text);
  lang_begin ("/nonexistent");
  cr_expect_eq (said (LANG_JA, text), text);
}

Test (lang, english_comes_from_the_catalogue)
{
  catalogue_begin ();
  cr_expect_str_eq (said (LANG_EN, TEXT), "closed now");
  cr_expect_str_eq (said (LANG_JA, TEXT), TEXT);
}

/* A text in the wrong language is better than none.  */
Test (lang, without_a_catalogue_english_falls_back)
{
  lang_begin ("/nonexistent");
  cr_expect_str_eq (said (LANG_EN, TEXT), TEXT);
}

Test (lang, what_is_not_in_the_catalogue_stays)
{
  catalogue_begin ();
  cr_expect_str_eq (said (LANG_EN, "no such entry"), "no such entry");
  cr_expect_str_eq (said (LANG_EN, ""), "", "the catalogue's header");
}
