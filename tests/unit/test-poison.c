/* SPDX-License-Identifier: Apache-2.0 */
/* Poisoned arguments: the same to read during the call, out of reach after
   it.  The kernel is asked whether memory can be read, not the test's own
   process.  */
#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "host/internal.h"

static bool
readable (const void *p)
{
  int fds[2];

  cr_assert_eq (pipe2 (fds, O_CLOEXEC), 0);
  ssize_t n = write (fds[1], p, 1);
  cr_assert (n == 1 || errno == EFAULT);
  close (fds[0]);
  close (fds[1]);
  return n == 1;
}

Test (poison, copies_every_shape)
{
  const struct emi_field v[] = { { "record", { "bytes", 5 } },
                                 { "set/x", { NULL, 0 } } };
  const struct emi_store_append in = {
    .size = sizeof in,
    .expected = 41,
    .batch = { v, 2 },
  };
  const struct emi_auth_enrol enrol = {
    .size = sizeof enrol,
    .account = "dr-a",
    .mode = "set",
    .enrolment = { "seed", 4 },
  };
  struct host host = { .poison = true };

  struct poison_block *a = poison_begin (call_row (CALL_store_append), &in);
  struct poison_block *b = poison_begin (call_row (CALL_auth_enrol), &enrol);
  const struct emi_store_append *x = poison_args (a);
  const struct emi_auth_enrol *y = poison_args (b);

  cr_assert_eq (x->expected, 41);
  cr_assert_eq (x->batch.n, 2);
  cr_assert_neq (x->batch.v, v);
  cr_assert_neq (x->batch.v[0].name, v[0].name);
  cr_assert_str_eq (x->batch.v[0].name, "record");
  cr_assert_eq (memcmp (x->batch.v[0].value.data, "bytes", 5), 0);
  cr_assert_null (x->batch.v[1].value.data);
  cr_assert_neq (y->account, enrol.account);
  cr_assert_str_eq (y->account, "dr-a");
  cr_assert_null (y->confirm);
  cr_assert_eq (y->enrolment.len, 4);

  const char *kept = y->account;
  const void *bytes = x->batch.v[0].value.data;
  cr_assert (readable (kept) && readable (bytes));
  poison_end (&host, b);
  poison_end (&host, a);
  cr_assert_not (readable (kept));
  cr_assert_not (readable (bytes));
  poison_free (&host);
}

/* The address of an ended call is not given to the next ones.  */
Test (poison, addresses_are_not_used_again_soon)
{
  const struct emi_store_get in = { .size = sizeof in, .name = "x" };
  const struct call_row *row = call_row (CALL_store_get);
  struct host host = { .poison = true };
  struct poison_block *b = poison_begin (row, &in);
  const void *first = poison_args (b);

  poison_end (&host, b);
  for (int i = 0; i < 200; i++)
    {
      b = poison_begin (row, &in);
      if (i < 60)
        cr_assert_neq (poison_args (b), first);
      poison_end (&host, b);
    }
  poison_free (&host);
}
