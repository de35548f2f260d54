/* SPDX-License-Identifier: Apache-2.0 */
/* What one emergency request costs in CPU time: all stages of the pipeline
   with plugins in the process, beside the bare program.  Without what cannot
   be cheaper: the password hash (the factors are doubles), the signature and
   the sync (taken out when this program is linked), the network (the
   connector answers at once).  The store is in memory.  */
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench/bare-request.h"
#include "bench/bench.h"
#include "bench/hospital.h"

#define ROUNDS 9
#define REQUESTS 150

/* In the place of libsodium's and the C library's own (ld's --wrap).  */
int __wrap_crypto_sign_detached (unsigned char *sig,
                                 unsigned long long *sig_len,
                                 const unsigned char *m,
                                 unsigned long long m_len,
                                 const unsigned char *sk);
int __wrap_crypto_sign_verify_detached (const unsigned char *sig,
                                        const unsigned char *m,
                                        unsigned long long m_len,
                                        const unsigned char *pk);
int __wrap_fdatasync (int fd);

int
__wrap_crypto_sign_detached (unsigned char *sig, unsigned long long *sig_len,
                             const unsigned char *m, unsigned long long m_len,
                             const unsigned char *sk)
{
  (void) m, (void) m_len, (void) sk;
  memset (sig, 0x5a, crypto_sign_BYTES);
  if (sig_len)
    *sig_len = crypto_sign_BYTES;
  return 0;
}

int
__wrap_crypto_sign_verify_detached (const unsigned char *sig,
                                    const unsigned char *m,
                                    unsigned long long m_len,
                                    const unsigned char *pk)
{
  (void) sig, (void) m, (void) m_len, (void) pk;
  return 0;
}

int
__wrap_fdatasync (int fd)
{
  (void) fd;
  return 0;
}

int
main (void)
{
  static char ids[REQUESTS][ID_LEN + 1];

  /* No disk either: a file system that is asked for hundreds of lock files a
     second would show what only this loop asks of it.  */
  if (access ("/dev/shm", W_OK) == 0)
    setenv ("TMPDIR", "/dev/shm", 1);
  char *dir = hospital_folder (HOSPITAL_MEMORY);
  struct bench_pairs pairs = { .n = 0 };
  struct hospital h;

  hospital_open (&h, dir);
  hospital_make_ledger (&h);
  hospital_open_ledger (&h);
  hospital_receptions (&h, ids, 1);
  hospital_request (&h, ids[0]);
  struct bare_request *bare = bare_request_new (&h, ids[0]);

  for (int round = 0; round < ROUNDS; round++)
    {
      hospital_receptions (&h, ids, REQUESTS);
      double start = bench_cpu ();
      for (int i = 0; i < REQUESTS; i++)
        hospital_request (&h, ids[i]);
      double middle = bench_cpu ();
      for (int i = 0; i < REQUESTS; i++)
        bare_request_run (bare);
      double end = bench_cpu ();
      bench_pair (&pairs, (middle - start) / REQUESTS,
                  (end - middle) / REQUESTS);
    }
  bench_time_row ("pipeline CPU per request", &pairs, "us", 1e-6, 3, 60);

  bare_request_free (bare);
  hospital_close (&h);
  hospital_remove (dir);
  return 0;
}
