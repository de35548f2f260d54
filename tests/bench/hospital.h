/* SPDX-License-Identifier: Apache-2.0 */
/* A hospital to measure in: a folder with a real configuration of twelve
   plugins (the six real ones and six that cost nothing), a ledger, one
   doctor with two factors, and receptions.  All people are invented.  All
   abort when they cannot do their work.  */
#ifndef EMI_BENCH_HOSPITAL_H
#define EMI_BENCH_HOSPITAL_H

#include "access/request.h"
#include "base/clock.h"

#define HOSPITAL_NOW INT64_C (1768179600) /* 2026-01-12, 10:00 in Japan */
#define HOSPITAL_PLUGINS 12
#define HOSPITAL_DOCTOR "dr-shiken"

/* Which store holds the ledger.  */
enum hospital_store
{
  HOSPITAL_MEMORY, /* double-store: nothing is durable */
  HOSPITAL_SQLITE
};

struct hospital
{
  char *dir;
  char *file; /* emi.xml */
  struct config *config;
  struct profile *profile;
  struct clock *clock; /* stands still */
  struct prompter prompter;
  struct screen screen;
  struct session s;
};

/* The folder, its plugins and emi.xml; nothing is opened.  */
char *hospital_folder (enum hospital_store store);
extern const char *const hospital_plugins[HOSPITAL_PLUGINS];
/* Removes the folder and frees DIR.  */
void hospital_remove (char *dir);

/* Reads the configuration in DIR (borrowed) and starts a host, as a command
   does.  */
void hospital_open (struct hospital *h, char *dir);
/* Makes keys, ledger and doctor.  */
void hospital_make_ledger (struct hospital *h);
/* Opens every configured instance, so that no later call pays for it.  */
void hospital_warm (struct hospital *h);
/* Opens the ledger that is there.  */
void hospital_open_ledger (struct hospital *h);
void hospital_close (struct hospital *h);

/* One commit of N receptions of N people; their ids go to IDS.  */
void hospital_receptions (struct hospital *h, char (*ids)[ID_LEN + 1],
                          size_t n);
/* N records as long as a request's, in commits of many.  */
void hospital_fill (struct hospital *h, size_t n);
/* Two commits of one record each, as large as a request's.  */
void hospital_two_commits (struct hospital *h);
/* The whole pipeline for one reception.  */
void hospital_request (struct hospital *h, const char *reception);

#endif
