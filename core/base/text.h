/* SPDX-License-Identifier: Apache-2.0 */
/* Text from outside: validity, normal forms, comparison forms and making it
   safe to show.  Unicode work is libunistring's, CP932 is iconv's.  */
#ifndef EMI_BASE_TEXT_H
#define EMI_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>

bool text_is_utf8 (const void *data, size_t len); /* no NUL inside either */

/* All that return char * give new memory that the caller frees; NULL without
   memory or where the input is no UTF-8.  */

/* Unicode NFKC: half-width kana become full, full-width letters ASCII.  */
char *text_nfkc (const char *utf8);
/* NFKC, then outer white space (also U+3000) removed.  */
char *text_nfkc_trim (const char *utf8);
/* NFKC, then every white space removed.  */
char *text_nfkc_tight (const char *utf8);
/* The form in which two names are compared: NFKC without spaces, long-vowel
   and hyphen look-alikes folded, variant characters (髙 -> 高, 﨑 -> 崎 and
   the like) folded through a small table.  */
char *text_fold (const char *utf8);
/* The same with small kana (ャ -> ヤ) and voiced marks kept as they are: kana
   names only.  */
char *text_fold_kana (const char *utf8);
/* NFKC without spaces, hiragana as katakana; small kana and variants stay.  */
char *text_katakana (const char *utf8);

/* Bytes of the Japanese Windows code page to UTF-8 (microsoft's mapping:
   髙 ① ～ survive).  False when they are no CP932.  */
bool text_from_cp932 (const void *data, size_t len, char **utf8_out,
                      size_t *len_out);
/* UTF-8 when valid, else CP932, else every bad byte shown as U+FFFD.  */
char *text_guess (const void *data, size_t len);

/* A copy safe for a terminal or a log: C0 (also newline), DEL, C1, ESC and
   bidirectional controls become U+FFFD; cut to MAX characters with "…".
   MAX 0: not cut.  */
char *text_safe (const char *utf8, size_t max);

/* UTF-8 that text_safe certainly leaves as it is.  A false is no proof of the
   contrary: this is for not copying what most texts are.  */
bool text_is_plain (const char *utf8);

size_t text_chars (const char *utf8); /* characters, not bytes */

/* [a-z0-9][a-z0-9-]{0,31}: names of accounts, instances, terminals.  */
bool text_is_name (const char *s);

#endif
