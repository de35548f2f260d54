/* SPDX-License-Identifier: Apache-2.0 */
/* Small checks and shapes that several commands share.  */
#ifndef EMI_FRONT_CLI_WORDS_H
#define EMI_FRONT_CLI_WORDS_H

#include "access/reception.h"
#include "front/cli.h"

/* "a b" as ["a", "b"]; NULL as [].  */
json_t *cli_words_json (const char *words);
/* Cuts "CODE:words" in place: returns the code, TEXT_OUT the words or NULL.  */
const char *cli_split_code (char *copy, const char **text_out);
/* --wait SECONDS, 0 to 86400; NULL leaves the default.  */
bool cli_wait (const char *text, int64_t *ms_out, struct fault *why);
/* A chart id: 1 to 50 characters of UTF-8 without controls; NULL is fine.  */
bool cli_chart (const char *chart, struct fault *why);
/* The sentences of notices' words, a line each, text mode only.  */
void cli_notices (struct cli *c, const char *words);
void cli_reception_json (const struct reception *r, json_t *o);

#endif
