/* SPDX-License-Identifier: Apache-2.0 */
/* The form in which names are compared.  Never shown, never stored as a name:
   it throws away what tells two spellings of one name apart.  */
#include "base/text.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <uchar.h>
#include <unistr.h>

#include "base/buffer.h"
#include "base/cleanup.h"

/* All long-vowel marks and hyphens become this one.  */
#define LONG_VOWEL U'\u30fc'

struct pair
{
  char32_t from;
  char32_t to;
};

static const struct pair variants[] = {
#define VARIANT(a, b) { a, b },
#include "base/text-variants.def"
#undef VARIANT
};

/* Small kana that are no neighbours of their big one in Unicode; the others
   stand right before it.  */
static const struct pair small_kana[] = {
  { U'ヵ', U'カ' }, { U'ヶ', U'ケ' }, { U'ㇰ', U'ク' }, { U'ㇱ', U'シ' },
  { U'ㇲ', U'ス' }, { U'ㇳ', U'ト' }, { U'ㇴ', U'ヌ' }, { U'ㇵ', U'ハ' },
  { U'ㇶ', U'ヒ' }, { U'ㇷ', U'フ' }, { U'ㇸ', U'ヘ' }, { U'ㇹ', U'ホ' },
  { U'ㇺ', U'ム' }, { U'ㇻ', U'ラ' }, { U'ㇼ', U'リ' }, { U'ㇽ', U'ル' },
  { U'ㇾ', U'レ' }, { U'ㇿ', U'ロ' },
};

static int
by_from (const void *key, const void *row)
{
  char32_t a = *(const char32_t *) key;
  char32_t b = ((const struct pair *) row)->from;

  return (a > b) - (a < b);
}

static char32_t
look_up (char32_t c, const struct pair *table, size_t n)
{
  const struct pair *p = bsearch (&c, table, n, sizeof *table, by_from);

  return p ? p->to : c;
}

/* What is typed, printed and converted for a long vowel or a hyphen.  */
static bool
is_long_mark (char32_t c)
{
  static const char32_t marks[]
      = U"-\u00ad\u2043\u2212\u2500\u2501\u30fc\uff70";

  if (c >= 0x2010 && c <= 0x2015) /* hyphen to horizontal bar */
    return true;
  for (size_t i = 0; marks[i]; i++)
    if (c == marks[i])
      return true;
  return false;
}

/* Variation selectors pick a glyph, not another character.  */
static bool
is_selector (char32_t c)
{
  return (c >= 0xfe00 && c <= 0xfe0f) || (c >= 0xe0100 && c <= 0xe01ef);
}

static char32_t
to_katakana (char32_t c)
{
  return c >= U'ぁ' && c <= U'ゖ' ? c + (U'ァ' - U'ぁ') : c;
}

/* Big, katakana.  */
static char32_t
fold_kana (char32_t c)
{
  c = to_katakana (c);
  switch (c)
    {
    case U'ァ':
    case U'ィ':
    case U'ゥ':
    case U'ェ':
    case U'ォ':
    case U'ッ':
    case U'ャ':
    case U'ュ':
    case U'ョ':
    case U'ヮ':
      return c + 1;
    default:
      return look_up (c, small_kana, N_ELEMENTS (small_kana));
    }
}

/* NFKC takes the free-standing voiced marks for a space and a mark without
   its letter; the combining ones it puts together with the letter.  */
static char *
join_marks (const char *utf8)
{
  CLEANUP (buffer_done) struct buffer b = BUFFER_INIT;

  for (const char *p = utf8; *p;)
    {
      /* All up to what may be a mark: both begin with the same byte.  */
      size_t n = strcspn (p, "\xe3");
      bool voiced = strncmp (p + n, "\u309b", 3) == 0;
      bool mark = voiced || strncmp (p + n, "\u309c", 3) == 0;

      if (!mark && p[n])
        n++;
      buffer_add (&b, p, n);
      p += n;
      if (mark)
        {
          buffer_text (&b, voiced ? "\u3099" : "\u309a");
          p += 3;
        }
    }
  return buffer_steal (&b, NULL);
}

enum how
{
  FOLD_NAME,
  FOLD_KANA,
  FOLD_KATAKANA /* nothing but the script */
};

static char32_t
fold_char (char32_t c, enum how how)
{
  if (how == FOLD_KATAKANA)
    return to_katakana (c);
  if (is_long_mark (c))
    c = LONG_VOWEL;
  else if (how == FOLD_KANA)
    c = fold_kana (c);
  return look_up (c, variants, N_ELEMENTS (variants));
}

static char *
fold (const char *utf8, enum how how)
{
  CLEANUP_FREE char *joined = join_marks (utf8);
  CLEANUP_FREE char *tight = joined ? text_nfkc_tight (joined) : NULL;
  CLEANUP (buffer_done) struct buffer b = BUFFER_INIT;
  ucs4_t uc;

  if (!tight)
    return NULL;
  for (const uint8_t *p = (const uint8_t *) tight;
       (p = u8_next (&uc, p)) != NULL;)
    {
      uint8_t bytes[6];
      char32_t c = uc;
      if (is_selector (c))
        continue;
      int n = u8_uctomb (bytes, fold_char (c, how), sizeof bytes);
      buffer_add (&b, bytes, n > 0 ? (size_t) n : 0);
    }
  return buffer_steal (&b, NULL);
}

char *
text_fold (const char *utf8)
{
  return fold (utf8, FOLD_NAME);
}

char *
text_fold_kana (const char *utf8)
{
  return fold (utf8, FOLD_KANA);
}

char *
text_katakana (const char *utf8)
{
  return fold (utf8, FOLD_KATAKANA);
}
