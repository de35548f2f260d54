/* SPDX-License-Identifier: Apache-2.0 */
/* One claim: that a call ends with a code; else its word and detail are
   shown.  CODE_ is without CODE_, DETAIL is read after the call.  */
#ifndef EMI_TESTS_EXPECT_CODE_H
#define EMI_TESTS_EXPECT_CODE_H

#include <criterion/criterion.h>

#include "base/codes.h"

#define EXPECT_CODE(call, code_, detail)                                      \
  do                                                                          \
    {                                                                         \
      enum code is_ = call;                                                   \
      cr_expect (is_ == CODE_##code_, "%s: %s", code_info (is_)->word,        \
                 detail);                                                     \
    }                                                                         \
  while (0)

#endif
