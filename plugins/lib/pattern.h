/* SPDX-License-Identifier: Apache-2.0 */
/* Which file names in the shared folders mean something.  Strict: whatever is
   no such name is left alone.  Pure functions.  */
#ifndef EMI_PLUGINS_LIB_PATTERN_H
#define EMI_PLUGINS_LIB_PATTERN_H

#include <stdbool.h>
#include <stddef.h>

/* All results of a face-authentication reader begin so.  */
#define PATTERN_FACE "OQSsiquc01res_face_"

/* PATTERN_FACE, one or more visible ASCII characters, '_', 14 digits, ".xml"
   (research note 1.3: the safe pattern).  */
bool pattern_is_face (const char *name);

/* All results of a 資格確認 begin so, whoever asked.  */
#define PATTERN_RESULT "OQSsiquc01res_"

/* PATTERN_RESULT, one or more of [A-Za-z0-9_-], ".xml", and no face reader's.
 */
bool pattern_is_eligibility (const char *name);

/* What a name in the result folder is to one request of ours.  */
enum pattern_kind
{
  PATTERN_OTHER,
  PATTERN_ANSWER,  /* PREFIXres_SUFFIX.ext */
  PATTERN_ERROR,   /* PREFIXreq_SUFFIX.err, PREFIXres_SUFFIX.err */
  PATTERN_RETURNED /* PREFIXreq_SUFFIX.ext: our own request, come back */
};
enum pattern_kind pattern_result (const char *name, const char *prefix,
                                  const char *suffix);

/* True for [A-Za-z0-9]+ of at most MAX characters.  */
bool pattern_is_word (const char *s, size_t max);

/* Names that we give to temporary files; they begin with a dot, so no other
   program takes them.  */
bool pattern_is_ours (const char *name);

#endif
