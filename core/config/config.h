/* SPDX-License-Identifier: Apache-2.0 */
/* emi.xml, read into checked settings.  Reading knows the grammar
   (conf/emi.rng) and what can be checked without any plugin; the options of
   the plugins are checked in host/check.h.  All faults are collected, each
   with its line.  */
#ifndef EMI_CONFIG_CONFIG_H
#define EMI_CONFIG_CONFIG_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <emi/plugin.h>

#include "base/digest.h"
#include "base/fault.h"
#include "config/plan.h"

struct config_setting
{
  char *name;
  char *value;
  int line;
};

/* A further or replaced step text of a reader instance (SPEC section 4).  */
struct config_step
{
  char *name; /* the step's short name */
  char *text_ja;
  char *text_en;
};

/* Where a plugin runs.  */
enum config_run
{
  CONFIG_RUN_DEFAULT, /* inside, unless its descriptor says otherwise */
  CONFIG_RUN_INSIDE,
  CONFIG_RUN_SEPARATE
};

/* <allow>: what a plugin in a process of its own may open beyond its
   options.  */
struct config_allow
{
  char *path;
  bool write;
  int line;
};

/* <demand>: the qualification that a role's certificates must state.  */
struct config_demand
{
  char *role;    /* of the account */
  char *hc_role; /* "Medical Doctor" */
};

/* <trust>: whom the core believes when it checks itself what a provider hands
   over.  */
struct config_trust
{
  char *keys;    /* of another product's statements: file, absolute; or NULL */
  char *issuer;  /* the name that product gives itself, or NULL */
  char *methods; /* those that count, separated by blanks; NULL: all */
  /* of cards' certificates */
  bool by_issuer; /* also a renewed one, of the same issuer and name */
  char *ca;       /* authorities in PEM: file, absolute; or NULL */
  char *crl;      /* revocation lists: file, absolute; or NULL */
  char *ocsp;     /* NULL, "from-certificate", or a responder's address */
  bool silent_accepts; /* a responder that does not answer */
  int wait_ms;         /* for it */
  struct config_demand *demands;
  size_t n_demands;
  int line;
};

struct config_instance
{
  enum emi_kind kind;
  char *name;   /* [a-z0-9][a-z0-9-]{0,31}, unique over all kinds */
  char *plugin; /* the module's name */
  char *sha256; /* pins the file, or NULL */
  enum config_run run;
  char *user; /* separate: the user it runs as; NULL: emi's own */
  bool weak;  /* separate: isolation="weak" */
  struct config_setting *env; /* separate: its environment */
  size_t n_env;
  struct config_allow *allow;
  size_t n_allow;
  bool production;   /* connectors: real patients behind it */
  bool drill;        /* adapters: takes drills */
  bool file_answers; /* connectors: takes --answers although production */
  struct config_setting *options;
  size_t n_options;
  struct config_step *steps;
  size_t n_steps;
  struct config_trust *trust; /* auth providers; or NULL */
  int line;
};

struct config_terminal
{
  char *name;
  char **readers; /* instance names */
  size_t n_readers;
  char **providers; /* in the order in which they are offered */
  size_t n_providers;
  int line;
};

/* One section of the summary in the hospital's order.  */
struct config_section
{
  char
      *kind; /* visit drug prescription treatment dialysis operation checkup */
  int days;  /* period shown; 0 with months 0: all */
  int months;
  int line; /* 0: not in the file */
};

/* What requests ask for.  */
struct config_ask
{
  int pattern; /* 情報要求パターン */
  bool pdf;    /* the form; else XML */
  bool form;   /* whether a form was written */
  int line;
};

struct config_highlight
{
  char *label;  /* 抗血栓薬 */
  char **words; /* found in a drug's name after folding */
  size_t n_words;
  char **folded; /* the words in that form, or NULL: not folded yet */
  char **codes;  /* with which a drug's code begins */
  size_t n_codes;
};

enum config_assurance
{
  CONFIG_MINIMUM_INSIDE,
  CONFIG_MINIMUM_SEPARATE,
  CONFIG_MINIMUM_CORE
};

/* <drill>: a test patient behind a connector of its own.  */
struct config_drill
{
  char *connector;
  char *insurer; /* of the test patient, as on a card */
  char *symbol;
  char *number;
  char *branch;
  char *name;
  char *kana;
  char *birth; /* YYYYMMDD */
  char *sex;
};

struct config
{
  char *file;                       /* absolute */
  char *dir;                        /* its folder, absolute */
  unsigned char digest[DIGEST_LEN]; /* over emi.xml and the profile's bytes */
  char facility[11];
  char *node; /* "n1" */
  char *plugin_folder;
  char *ledger_store; /* instance name */
  char *keys;         /* folder, absolute */
  char *seal;         /* second copy, file, absolute */
  char *run;          /* folder for lock files, absolute */
  uint64_t reserve;   /* bytes that must be free before an intent */
  char *profile;      /* file, absolute */
  char *connector;    /* instance name of the emergency connector */
  struct config_instance *instances; /* document order */
  size_t n_instances;
  struct config_terminal *terminals; /* the first is the default */
  size_t n_terminals;
  char **permission_roles; /* who may hold the permission */
  size_t n_permission_roles;
  int operator_factors; /* 1 or 2 */
  enum config_assurance minimum;
  int temporary_hours;     /* the longest that a temporary enrolment lasts */
  char *procedure[2];      /* the hospital's text for failing factors, or NULL;
                         by enum lang, one standing in for the other */
  struct config_ask *asks; /* the first is the default */
  size_t n_asks;
  struct config_section *sections;
  size_t n_sections;
  struct config_highlight *highlights;
  size_t n_highlights;
  char *contact;  /* the hospital's on-call line, or NULL */
  char *hospital; /* its name, or NULL */
  struct config_vendor *vendors;
  size_t n_vendors;
  struct plan_declared plan;
  struct config_drill *drill; /* or NULL */
  bool search;                /* search without a card; always false for now */
};

/* A fault of the configuration; FILE and MESSAGE are the list's.  */
struct config_fault
{
  char *file;
  int line;         /* 0: the file as a whole */
  char *message[2]; /* by enum lang */
};

struct config_faults
{
  struct config_fault *v;
  size_t n;
  bool failed; /* memory ran out, so that a fault is missing */
};

void config_faults_add (struct config_faults *list, const char *file, int line,
                        const char *ja, const char *en);
/* The same with a format in Japanese, for the catalogue.  */
void config_faults_say (struct config_faults *list, const char *file, int line,
                        const char *ja, ...)
    __attribute__ ((format (printf, 4, 5)));
void config_faults_vsay (struct config_faults *list, const char *file,
                         int line, const char *ja, va_list ap)
    __attribute__ ((format (printf, 4, 0)));
void config_faults_done (struct config_faults *list);

/* Reads PATH.  On success *OUT is the caller's (config_free).  When the file
   is there but wrong, false with CODE_CONFIG_FAULTS and FAULTS filled (it may
   be NULL); CODE_CONFIG_MISSING, CODE_CONFIG_UNSAFE otherwise.  The ownership
   rules for the file, its folder and keys/ are checked here (section 8).  */
bool config_load (const char *path, struct config **out,
                  struct config_faults *faults, struct fault *why);
/* The same for emi check: a configuration with faults is handed out too, as
   far as it could be read, so that more can be found in it.  Then false with
   CODE_CONFIG_FAULTS, and any name or path in *OUT may be NULL.  */
bool config_examine (const char *path, struct config **out,
                     struct config_faults *faults, struct fault *why);
void config_free (struct config *c);

/* The instance NAME of KIND, or NULL.  KIND 0: any kind.  */
const struct config_instance *config_instance (const struct config *c,
                                               enum emi_kind kind,
                                               const char *name);
const struct config_terminal *config_terminal (const struct config *c,
                                               const char *name);
/* The vendor for OWNER ("ehr-vendor"), or NULL.  */
const struct config_vendor *config_vendor (const struct config *c,
                                           const char *owner);
/* Does T (may be NULL) say anything about certificates?  */
bool config_trust_of_certificates (const struct config_trust *t);
/* "reader", "connector", "store", "auth", "adapter".  */
const char *config_kind_name (enum emi_kind kind);

/* Writes a new hospital's files (emi.xml from the template in conf/, the
   placeholder profile, the folders) below DIR, which exists and is empty.
   Keys, ledger and the first account are not made here.  */
bool config_write_new (const char *dir, const char *facility,
                       const char *plugin_folder, struct fault *why);

#endif
