/* SPDX-License-Identifier: Apache-2.0 */
/* Dates and times as they appear in emi and in the national messages.  Days
   are Japanese days (UTC+9, no daylight saving; R10).  The calendar is the C
   library's.  */
#ifndef EMI_BASE_DATE_H
#define EMI_BASE_DATE_H

#include <stdbool.h>
#include <stdint.h>

/* "YYYY-MM-DDThh:mm:ssZ" of UTC seconds; OUT holds 21 bytes.  */
void date_utc (int64_t seconds, char out[21]);

/* "YYYY-MM-DD" of the Japanese day that UTC seconds fall in.  */
void date_japan (int64_t seconds, char out[11]);

/* "YYYY-MM-DD hh:mm" Japanese time, for people.  */
void date_japan_minute (int64_t seconds, char out[17]);

/* "YYYYMMDDhhmmss", Japanese time as the national messages carry it, to UTC
   seconds.  False when it is no such time (2 February 30, letters).  */
bool date_from_national (const char *text, int64_t *seconds_out);
void date_to_national (int64_t seconds, char out[15]);

/* "YYYY-MM-DD" or "YYYYMMDD", a day that exists, to the first UTC second of
   that Japanese day.  */
bool date_day (const char *text, int64_t *start_out);

/* "YYYYMMDD" to "YYYY-MM-DD" and back; false when it is no day.  */
bool date_dash (const char *compact, char out[11]);
bool date_compact (const char *dashed, char out[9]);

/* The day N days before or after (negative N) DAY ("YYYY-MM-DD").  */
bool date_shift_days (const char *day, int n, char out[11]);
/* N months, the day clamped to the month's last.  */
bool date_shift_months (const char *day, int n, char out[11]);

/* The weekday of DAY, from 0 for Sunday; -1 when it is no day.  */
int date_weekday (const char *day);
/* Minutes since midnight in Japan.  */
int date_japan_minutes (int64_t seconds);

/* "YYYY-MM-DDThh:mm:ssZ" to UTC seconds.  */
bool date_from_utc (const char *text, int64_t *seconds_out);

#endif
