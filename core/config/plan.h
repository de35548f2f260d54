/* SPDX-License-Identifier: Apache-2.0 */
/* What the hospital declares about its preparation (SPEC section 11): emi
   cannot see an order or a meeting.  All days are "YYYY-MM-DD" and exist; NULL
   where nothing was said.  */
#ifndef EMI_CONFIG_PLAN_H
#define EMI_CONFIG_PLAN_H

#include <stdbool.h>
#include <stddef.h>

/* The four programs of the 資格確認端末 that must be the newest.  */
enum plan_application_name
{
  PLAN_DELIVERY,     /* 配信アプリケーション */
  PLAN_FACE_LIBRARY, /* 顔認証ライブラリ */
  PLAN_LINK,         /* 連携アプリケーション */
  PLAN_FACE_READER, /* 顔認証付きカードリーダーアプリケーション */
  PLAN_APPLICATIONS
};

struct plan_application
{
  char *version; /* NULL: not declared */
  char *date;    /* when it was seen to be the newest */
  char *update;  /* auto, hand */
};

/* What people do together before the start.  */
enum plan_work_name
{
  PLAN_FLOW,      /* the flow walked with all concerned */
  PLAN_RULES,     /* 業務手順書 */
  PLAN_DOCTORS,   /* doctors told */
  PLAN_RECEPTION, /* reception told */
  PLAN_INQUIRY,   /* flow and manual for inquiries */
  PLAN_WORKS
};

struct plan_work
{
  char *date; /* NULL: not declared */
  char *roles;
};

struct plan_doctor
{
  char *account;
  char *notice;    /* told to keep the password to oneself */
  char *tried;     /* used the function */
  char *procedure; /* knows what to do when a factor fails */
  int line;
};

struct plan_declared
{
  char *start; /* wanted */
  char *introduced;
  char *quoted;
  char *method; /* wanted factors, in words */
  char *reply;  /* the vendor's answer, in words */
  char *ordered;
  char *terminals; /* more terminals: in words */
  char *software;  /* the EHR's version */
  char *software_date;
  char *software_way; /* remote, hand, medium */
  char *devices;      /* day on which the factors' devices were in place */
  struct plan_application applications[PLAN_APPLICATIONS];
  struct plan_work works[PLAN_WORKS];
  struct plan_doctor *doctors;
  size_t n_doctors;
};

/* Whom to call about what.  */
struct config_vendor
{
  char *owner; /* ehr-vendor, 2fa-vendor, oqs-vendor, reader-maker */
  char *name;
  char *contact; /* or NULL */
  int line;
};

/* The words of emi.xml for them.  */
const char *plan_application_word (enum plan_application_name name);
const char *plan_work_word (enum plan_work_name name);

void plan_declared_done (struct plan_declared *p);
void config_vendor_done (struct config_vendor *v);

#endif
