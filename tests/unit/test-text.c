/* SPDX-License-Identifier: Apache-2.0 */
/* Text: validity, normal forms, names, the Windows code page, safe display. */
#include <criterion/criterion.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <uchar.h>

#include "base/buffer.h"
#include "base/cleanup.h"
#include "base/text.h"

/* Takes GOT (new memory or NULL) and compares it with WANT.  */
static void
expect (char *got, const char *want)
{
  if (!want)
    cr_assert_null (got, "got \"%s\"", got);
  else
    {
      cr_assert_not_null (got, "wanted \"%s\"", want);
      cr_assert_str_eq (got, want);
    }
  free (got);
}

Test (text, what_is_utf8)
{
  cr_assert (text_is_utf8 ("髙橋", 6));
  cr_assert (text_is_utf8 ("𠮷", 4));
  cr_assert (text_is_utf8 (NULL, 0));
  cr_assert_not (text_is_utf8 ("a\0b", 3), "NUL");
  cr_assert_not (text_is_utf8 ("\xe9\xab", 2), "cut");
  cr_assert_not (text_is_utf8 ("\xc0\xaf", 2), "overlong");
  cr_assert_not (text_is_utf8 ("\xe0\x80\xaf", 3), "overlong");
  cr_assert_not (text_is_utf8 ("\xed\xa0\x80", 3), "surrogate");
  cr_assert_not (text_is_utf8 ("\xf4\x90\x80\x80", 4), "above U+10FFFF");
  cr_assert_not (text_is_utf8 ("\x8d\x82", 2), "CP932");
}

Test (text, nfkc_folds_width)
{
  expect (text_nfkc ("ﾔﾏﾀﾞ ﾊﾟ-"), "ヤマダ パ-");
  expect (text_nfkc ("ＡＢＣ１２３－"), "ABC123-");
  expect (text_nfkc ("㈱①"), "(株)1");
  expect (text_nfkc (""), "");
  expect (text_nfkc ("\xff"), NULL);
  expect (text_nfkc_trim ("\xff"), NULL);
  expect (text_nfkc_tight ("\xff"), NULL);
}

Test (text, trim_and_tight)
{
  expect (text_nfkc_trim ("　山田　太郎 \t\n"), "山田 太郎");
  expect (text_nfkc_trim ("　 　"), "");
  expect (text_nfkc_trim (""), "");
  expect (text_nfkc_trim ("x"), "x");
  expect (text_nfkc_tight ("　ﾔﾏﾀﾞ　ﾀﾛｳ "), "ヤマダタロウ");
  expect (text_nfkc_tight ("a\xe1\x9a\x80z"), "az"); /* Ogham space */
  expect (text_nfkc_tight (" "), "");
}

static void
same (char *(*fold) (const char *), const char *a, const char *b)
{
  char *fa = fold (a), *fb = fold (b);

  cr_assert_not_null (fa);
  cr_assert_not_null (fb);
  cr_assert_str_eq (fa, fb, "%s and %s", a, b);
  free (fa);
  free (fb);
}

static void
differ (char *(*fold) (const char *), const char *a, const char *b)
{
  char *fa = fold (a), *fb = fold (b);

  cr_assert_str_neq (fa, fb, "%s and %s", a, b);
  free (fa);
  free (fb);
}

Test (fold, variants_of_one_name)
{
  static const char *const pairs[][2] = {
    { "髙橋", "高橋" },       { "山﨑", "山崎" },       { "濵田", "浜田" },
    { "濱田", "浜田" },       { "渡邉", "渡辺" },       { "渡邊", "渡辺" },
    { "齋藤", "斉藤" },       { "齊藤", "斎藤" },       { "澤田", "沢田" },
    { "廣瀬", "広瀬" },       { "廣瀨", "広瀬" },       { "德永", "徳永" },
    { "𠮷田", "吉田" },       { "神谷", "神谷" },       { "國分", "国分" },
    { "嶋田", "島田" },       { "櫻井", "桜井" },       { "彌生", "弥生" },
    { "圓山", "円山" },       { "惠子", "恵子" },       { "眞弓", "真弓" },
    { "龍一", "竜一" },       { "黒澤", "黑沢" },       { "祐介", "祐介" },
    { "塚本", "塚本" },       { "冨田", "富田" },       { "桒原", "桑原" },
    { "柳󠄁沢", "柳沢" }, { "葛󠄀城", "葛城" }, { "鷗外", "鴎外" },
  };

  for (size_t i = 0; i < N_ELEMENTS (pairs); i++)
    same (text_fold, pairs[i][0], pairs[i][1]);
}

Test (fold, other_people_stay_other_people)
{
  differ (text_fold, "大崎", "大埼");
  differ (text_fold, "大坂", "大阪");
  differ (text_fold, "佐藤", "佐籐");
  differ (text_fold, "土田", "士田");
  differ (text_fold, "一郎", "二郎");
  differ (text_fold, "一", "ー");
  differ (text_fold, "ヤマダ", "ヤマタ");
  differ (text_fold, "ハ", "八");
}

Test (fold, width_spaces_and_long_marks)
{
  same (text_fold, "ﾔﾏﾀﾞ　ﾀﾛｳ", "ヤマダタロウ");
  same (text_fold, "スーザン", "ス－ザン");
  same (text_fold, "スーザン", "スｰザン");
  same (text_fold, "スーザン", "ス―ザン");
  same (text_fold, "スーザン", "ス‐ザン");
  same (text_fold, "スーザン", "ス−ザン");
  same (text_fold, "Ｓｍｉｔｈ－Ｌｅｅ", "Smith-Lee");
  expect (text_fold (""), "");
  expect (text_fold ("\xff"), NULL);
}

Test (fold, voiced_marks_join_their_letter)
{
  same (text_fold, "カ゛", "ガ");
  same (text_fold, "ﾊ゜", "パ");
  same (text_fold_kana, "ﾌﾞﾝｺﾞ", "ブンゴ");
  differ (text_fold_kana, "カ", "ガ");
  differ (text_fold_kana, "ハ", "パ");
}

Test (fold, katakana_changes_nothing_but_the_script)
{
  expect (text_katakana ("しけん たろう"), "シケンタロウ");
  expect (text_katakana ("ｼｹﾝ ﾀﾛｳ"), "シケンタロウ");
  expect (text_katakana ("きゃ゛ゖ"), "キャ゙ヶ");
  expect (text_katakana ("髙子"), "髙子");
  expect (text_katakana ("\xff"), NULL);
}

Test (fold, small_kana_only_where_asked)
{
  same (text_fold_kana, "キョウコ", "キヨウコ");
  same (text_fold_kana, "ｷｮｳｺ", "キヨウコ");
  same (text_fold_kana, "ハットリ", "ハツトリ");
  same (text_fold_kana, "セキグチ　ケンイチロウ", "せきぐちけんいちろう");
  same (text_fold_kana, "ヵヶゎゕㇻ", "カケワカラ");
  same (text_fold_kana, "ァィゥェォッャュョヮ", "アイウエオツヤユヨワ");
  same (text_fold_kana, "ヴァン", "ゔあん");
  differ (text_fold, "キョウコ", "キヨウコ");
  differ (text_fold, "きょうこ", "キョウコ");
}

/* Folding what is folded changes nothing, and no row is hidden from the
   search by standing in the wrong order or needs a second fold.  */
Test (fold, every_row_of_the_table_works)
{
  static const char32_t rows[][2] = {
#define VARIANT(a, b) { a, b },
#include "base/text-variants.def"
#undef VARIANT
  };

  cr_assert_gt (N_ELEMENTS (rows), 300);
  for (size_t i = 0; i < N_ELEMENTS (rows); i++)
    {
      char from[8] = "", to[8] = "";
      mbstate_t st = { 0 };
      cr_assert (i == 0 || rows[i - 1][0] < rows[i][0], "row %zu", i);
      setlocale (LC_ALL, "C.UTF-8");
      cr_assert_gt ((int) c32rtomb (from, rows[i][0], &st), 0);
      cr_assert_gt ((int) c32rtomb (to, rows[i][1], &st), 0);
      expect (text_nfkc (from), from); /* else NFKC does it already */
      expect (text_fold (from), to);
      expect (text_fold (to), to);
    }
}

static void
from_cp932 (const char *bytes, const char *want)
{
  char *got = NULL;
  size_t len = 0;

  cr_assert (text_from_cp932 (bytes, strlen (bytes), &got, &len), "%s", want);
  cr_assert_str_eq (got, want);
  cr_assert_eq (len, strlen (want));
  free (got);
}

Test (cp932, microsofts_extensions)
{
  from_cp932 ("\xfb\xfc", "髙"); /* IBM extension */
  from_cp932 ("\xee\xe0", "髙"); /* the same, NEC selected */
  from_cp932 ("\xfa\xb1", "﨑");
  from_cp932 ("\x87\x40", "①");  /* NEC special */
  from_cp932 ("\x81\x60", "～"); /* U+FF5E, not U+301C */
  from_cp932 ("\x81\x7c", "－"); /* U+FF0D, not U+2212 */
  from_cp932 ("\xd4\xcf\xc0\xde", "ﾔﾏﾀﾞ");
  from_cp932 ("\x5c\x7e", "\\~");          /* no yen, no overline */
  from_cp932 ("\x95\x5c", "表");           /* second byte is a backslash */
  from_cp932 ("\xf0\x40", "\xee\x80\x80"); /* a user's own: private use */
  from_cp932 ("", "");
}

Test (cp932, what_is_none)
{
  char *got = (char *) "untouched";
  size_t len = 7;

  cr_assert_not (text_from_cp932 ("\x81", 1, &got, &len), "cut");
  cr_assert_not (text_from_cp932 ("a\x81\x20", 3, &got, &len));
  cr_assert_not (text_from_cp932 ("\xff", 1, &got, &len));
  cr_assert_not (text_from_cp932 ("a\0b", 3, &got, &len), "NUL");
  cr_assert_str_eq (got, "untouched");
  cr_assert_eq (len, 7);
}

Test (guess, utf8_then_cp932_then_marks)
{
  expect (text_guess ("髙橋", 6), "髙橋");
  expect (text_guess ("\xfb\xfc\x8b\xb4", 4), "髙橋");
  expect (text_guess ("a\xff\xe9\xab\x99z", 6), "a\xef\xbf\xbd髙z");
  expect (text_guess ("a\0b", 3), "a\xef\xbf\xbd"
                                  "b");
  expect (text_guess (NULL, 0), "");
}

Test (safe, controls_do_not_reach_a_terminal)
{
  expect (text_safe ("a\x1b[31mb\nc\td\x7f", 0),
          "a\ufffd[31mb\ufffdc\ufffdd\ufffd");
  expect (text_safe ("\xc2\x9b"
                     "31m\xc2\x85",
                     0),
          "\ufffd31m\ufffd");
  expect (text_safe ("a\u202eb\u2066c\u200fd\u061c", 0),
          "a\ufffdb\ufffdc\ufffdd\ufffd");
  expect (text_safe ("a\u2028b", 0), "a\ufffdb");
  expect (text_safe ("山田　太郎 §", 0), "山田　太郎 §");
  expect (text_safe ("", 0), "");
  expect (text_safe ("\x9b", 0), NULL);
}

Test (safe, is_cut_in_characters)
{
  expect (text_safe ("患者情報", 4), "患者情報");
  expect (text_safe ("患者情報", 3), "患者…");
  expect (text_safe ("患者情報", 1), "…");
  expect (text_safe ("", 1), "");
}

/* With a MAX the text is looked at letter by letter.  */
Test (safe, plain_texts_are_left_as_they_are)
{
  for (char32_t c = 1; c < 0x10000; c++)
    {
      unsigned char t[4] = { (unsigned char) c };

      if (c >= 0xd800 && c <= 0xdfff)
        continue;
      if (c >= 0x800)
        {
          t[0] = (unsigned char) (0xe0 | c >> 12);
          t[1] = (unsigned char) (0x80 | (c >> 6 & 0x3f));
          t[2] = (unsigned char) (0x80 | (c & 0x3f));
        }
      else if (c >= 0x80)
        {
          t[0] = (unsigned char) (0xc0 | c >> 6);
          t[1] = (unsigned char) (0x80 | (c & 0x3f));
        }
      CLEANUP_FREE char *safe = text_safe ((char *) t, 2);
      bool same = strcmp (safe, (char *) t) == 0;
      cr_assert (same || !text_is_plain ((char *) t), "U+%04X", (unsigned) c);
    }
  cr_assert (text_is_plain ("アムロジピン錠 5mg <&>"));
  cr_assert_not (text_is_plain ("\xff"));
  cr_assert_not (text_is_plain ("\xe3\x81"));
}

Test (text, counts_characters)
{
  cr_assert_eq (text_chars (""), 0);
  cr_assert_eq (text_chars ("aé髙𠮷"), 4);
}

Test (text, names)
{
  cr_assert (text_is_name ("dr-sato2"));
  cr_assert (text_is_name ("0"));
  cr_assert (text_is_name ("abcdefghijklmnopqrstuvwxyz012345"));
  cr_assert_not (text_is_name ("abcdefghijklmnopqrstuvwxyz0123456"));
  cr_assert_not (text_is_name (""));
  cr_assert_not (text_is_name (NULL));
  cr_assert_not (text_is_name ("-a"));
  cr_assert_not (text_is_name ("A"));
  cr_assert_not (text_is_name ("a_b"));
  cr_assert_not (text_is_name ("a/b"));
  cr_assert_not (text_is_name ("a.b"));
  cr_assert_not (text_is_name ("佐藤"));
  cr_assert_not (text_is_name ("a\n"));
}
