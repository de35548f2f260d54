/* SPDX-License-Identifier: Apache-2.0 */
/* Comparing two people: what folding forgives, and what it must not.  */
#include <criterion/criterion.h>

#include "oqs/message.h"
#include "oqs/person.h"

static const struct person base = {
  .insurer = (char *) "01990019",
  .symbol = (char *) "試験",
  .number = (char *) "6789012",
  .branch = (char *) "01",
  .name = (char *) "試験　次郎",
  .kana = (char *) "ｼｹﾝ ｼﾞﾛｳ",
  .birth = (char *) "19680722",
  .sex = (char *) "1",
};

#define EXPECT(field, value, want)                                            \
  do                                                                          \
    {                                                                         \
      struct person other = base;                                             \
      other.field = (char *) (value);                                         \
      cr_expect_eq (person_compare (&base, &other), (unsigned) (want),        \
                    #field " %s: %u", (value) ? (const char *) (value) : "-", \
                    person_compare (&base, &other));                          \
      cr_expect_eq (person_compare (&other, &base), (unsigned) (want),        \
                    #field " turned round");                                  \
    }                                                                         \
  while (0)

Test (person, same_in_another_spelling)
{
  EXPECT (kana, "シケン　ジロウ", 0);
  EXPECT (kana, "シケンジロウ", 0);
  EXPECT (kana, "ｼｹﾝ  ｼﾞﾛｳ ", 0);
  EXPECT (insurer, "１９９００１９", 0);
  EXPECT (insurer, " 1990019", 0);
  EXPECT (number, "６７８９０１２", 0);
  EXPECT (number, " 6789012 ", 0);
  EXPECT (branch, "1", 0);
  EXPECT (birth, "１９６８０７２２", 0);
  EXPECT (symbol, "試験　", 0);
  EXPECT (name, "全く別の名前", 0);
}

Test (person, what_is_missing_does_not_differ)
{
  EXPECT (kana, NULL, 0);
  EXPECT (kana, "", 0);
  EXPECT (birth, NULL, 0);
  EXPECT (sex, NULL, 0);
  EXPECT (number, NULL, 0);
  EXPECT (insurer, NULL, 0);
  EXPECT (branch, "", 0);
}

Test (person, differs)
{
  EXPECT (kana, "シケン サブロウ", PERSON_KANA);
  EXPECT (kana, "シケン シロウ", PERSON_KANA);
  EXPECT (birth, "19680723", PERSON_BIRTH);
  EXPECT (sex, "2", PERSON_SEX);
  EXPECT (number, "6789013", PERSON_NUMBER);
  EXPECT (insurer, "01990018", PERSON_NUMBER);
  EXPECT (symbol, "試", PERSON_NUMBER);
  EXPECT (branch, "02", PERSON_NUMBER);
}

Test (person, variant_kana)
{
  struct person a = { .kana = (char *) "ｼﾖｳｺ" };
  struct person b = { .kana = (char *) "ショウコ" };

  cr_assert_eq (person_compare (&a, &b), 0, "small kana");
  a.kana = (char *) "ﾐｭ-ﾗ-";
  b.kana = (char *) "ミューラー";
  cr_assert_eq (person_compare (&a, &b), 0, "long vowel");
  b.kana = (char *) "ミュウラア";
  cr_assert_eq (person_compare (&a, &b), PERSON_KANA);
}

Test (person, several_differences)
{
  struct person other = base;

  other.birth = (char *) "19680723";
  other.sex = (char *) "2";
  other.kana = (char *) "ベツ ジン";
  cr_assert_eq (person_compare (&base, &other),
                PERSON_BIRTH | PERSON_SEX | PERSON_KANA);
}

Test (person, missing)
{
  struct person none = { 0 };

  cr_assert_eq (person_missing (&base), 0);
  cr_assert_eq (person_missing (&none),
                PERSON_KANA | PERSON_BIRTH | PERSON_SEX | PERSON_NUMBER);
}

Test (person, copy)
{
  struct person copy;

  cr_assert (person_copy (&copy, &base));
  cr_assert_str_eq (copy.kana, base.kana);
  cr_assert_neq (copy.kana, base.kana);
  person_done (&copy);
  cr_assert_null (copy.kana);
  person_done (&copy);

  struct person few = { .sex = (char *) "2" };
  cr_assert (person_copy (&copy, &few));
  cr_assert_null (copy.kana);
  cr_assert_str_eq (copy.sex, "2");
  person_done (&copy);
}

static void
expect_kept (enum person_field f, const char *text, const char *want)
{
  struct person p = { 0 };
  char *const *slots[PERSON_FIELDS]
      = { &p.insurer, &p.symbol, &p.number, &p.branch,
          &p.name,    &p.kana,   &p.birth,  &p.sex };

  cr_assert_eq (person_keep (&p, f, text), OQS_READ_OK);
  if (want)
    cr_expect_str_eq (*slots[f], want, "\"%s\" gave \"%s\"", text, *slots[f]);
  else
    cr_expect_null (*slots[f], "\"%s\" gave \"%s\"", text, *slots[f]);
  person_done (&p);
}

Test (person, numbers_are_normalised)
{
  expect_kept (PERSON_FIELD_INSURER, "  990010", "00990010");
  expect_kept (PERSON_FIELD_INSURER, "00990010", "00990010");
  expect_kept (PERSON_FIELD_INSURER, "９９００１０", "00990010");
  expect_kept (PERSON_FIELD_INSURER, "39990015", "39990015");
  expect_kept (PERSON_FIELD_INSURER, "", NULL);
  expect_kept (PERSON_FIELD_INSURER, "   ", NULL);
  expect_kept (PERSON_FIELD_NUMBER, "１２ ３", "123");
  expect_kept (PERSON_FIELD_BRANCH, "1", "01");
  expect_kept (PERSON_FIELD_BRANCH, "", NULL);
  expect_kept (PERSON_FIELD_SYMBOL, "　試　験　", "試　験");
  expect_kept (PERSON_FIELD_KANA, "ｼｹﾝ ﾀﾛｳ", "ｼｹﾝ ﾀﾛｳ");
  expect_kept (PERSON_FIELD_BIRTH, "１９６８０７２２", "19680722");
  expect_kept (PERSON_FIELD_BIRTH, "1968-07-22", NULL);
  expect_kept (PERSON_FIELD_BIRTH, "196807", NULL);
  expect_kept (PERSON_FIELD_SEX, "3", "3");
  expect_kept (PERSON_FIELD_SEX, "9", NULL);
  expect_kept (PERSON_FIELD_SEX, "男", NULL);
}

Test (person, one_field_with_two_values_is_refused)
{
  struct person p = { 0 };

  cr_assert_eq (person_keep (&p, PERSON_FIELD_NUMBER, "1"), OQS_READ_OK);
  cr_assert_eq (person_keep (&p, PERSON_FIELD_NUMBER, "１"), OQS_READ_OK);
  cr_assert_eq (person_keep (&p, PERSON_FIELD_NUMBER, ""), OQS_READ_OK);
  cr_assert_eq (person_keep (&p, PERSON_FIELD_NUMBER, "2"),
                OQS_READ_UNFINISHED);
  person_done (&p);
}
