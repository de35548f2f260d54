/* SPDX-License-Identifier: Apache-2.0 */
/* The looks of the internal sheet: A4, black on white, nothing said by colour
   alone, no access torn between two pages, `internal` at the foot of each. */
#include "report/trace-style.h"

#include "base/lang.h"

static const char looks[]
    = "*{box-sizing:border-box}\n"
      "html{background:#eef1f4}\n"
      "body{margin:0 auto;max-width:210mm;padding:22px 26px;background:#fff;"
      "color:#16202b;font:14px/1.6 'Noto Sans CJK JP','Noto Sans JP',"
      "'Hiragino Sans','Yu Gothic','Meiryo','IPAGothic',sans-serif;"
      "font-variant-numeric:tabular-nums;overflow-wrap:anywhere}\n"
      ".top{display:flex;justify-content:space-between;align-items:center;"
      "gap:16px;padding-bottom:6px;border-bottom:2px solid #1f4e79}\n"
      ".top h1{margin:0;font-size:19px;letter-spacing:.04em}\n"
      ".inside{padding:2px 12px;border:2px solid #8c1d18;color:#8c1d18;"
      "font-weight:700;white-space:nowrap}\n"
      "dl{margin:0}dt{color:#5b6a78;font-size:12.5px}dd{margin:0}\n"
      ".facts{margin:10px 0;display:flex;flex-wrap:wrap;gap:2px 26px}\n"
      ".facts div{display:flex;gap:8px;align-items:baseline}\n"
      ".verdict{display:flex;gap:14px;align-items:baseline;padding:8px 14px;"
      "border:1px solid #9db8a5;border-left:7px solid #2d6a3f;"
      "background:#f3f9f4}\n"
      ".verdict b{font-size:16px;white-space:nowrap}\n"
      ".verdict.broken{border:2px solid #8c1d18;border-left-width:7px;"
      "background:#fff1ee}\n"
      ".notices{margin:10px 0 0;padding:7px 14px 7px 32px;"
      "border:1px solid #d9b25f;background:#fffdf6}\n"
      ".none{margin:22px 0;font-size:16px}\n"
      ".overview{width:100%;margin-top:16px;border-collapse:collapse}\n"
      ".overview th{padding:3px 8px;text-align:left;font-size:12.5px;"
      "font-weight:400;color:#5b6a78;border-bottom:1px solid #8fa1b1}\n"
      ".overview td{padding:3px 8px;border-bottom:1px solid #e3e8ed}\n"
      ".overview tr{break-inside:avoid}\n"
      ".overview .n{width:3em;text-align:right;color:#5b6a78}\n"
      "section{margin-top:16px;break-inside:avoid;border:1px solid #b8c4cf}\n"
      "h2{margin:0;padding:4px 12px;display:flex;flex-wrap:wrap;"
      "align-items:baseline;gap:2px 16px;background:#f2f6fa;"
      "border-bottom:1px solid #b8c4cf;font-size:15px;break-after:avoid}\n"
      "h2 .n{min-width:1.6em;color:#5b6a78}\n"
      "h2 .id{margin-left:auto;font-size:12px;font-weight:400;"
      "color:#5b6a78}\n"
      ".access{padding:6px 12px 8px;display:grid;gap:1px 12px;"
      "grid-template-columns:9em 1fr}\n"
      ".access div{display:contents}\n"
      "footer{margin-top:22px;padding-top:8px;border-top:1px solid #b8c4cf;"
      "font-size:12.5px;color:#3c4a57}\n"
      "footer p{margin:0}\n";

static const char print[]
    = "@media print{html,body{background:#fff}body{max-width:none;padding:0;"
      "font-size:9.5pt;line-height:1.42}section{margin-top:10px}"
      ".access dt,.overview th,footer{font-size:8.5pt}"
      "*{print-color-adjust:exact;-webkit-print-color-adjust:exact}}\n"
      "</style>\n</head>\n<body>\n";

void
trace_style (struct buffer *out, enum lang lang)
{
  buffer_printf (out,
                 "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n"
                 "<meta charset=\"UTF-8\">\n"
                 "<meta http-equiv=\"Content-Security-Policy\" content=\""
                 "default-src 'none'; style-src 'unsafe-inline'\">\n"
                 "<meta name=\"viewport\" content=\"width=device-width, "
                 "initial-scale=1\">\n"
                 "<meta name=\"robots\" content=\"noindex\">\n"
                 "<title>%s</title>\n<style>\n",
                 said (lang, "ja"), said (lang, "閲覧の履歴（院内資料）"));
  buffer_text (out, looks);
  /* Margin boxes repeat on each page; a browser without them leaves them
     out.  */
  buffer_printf (
      out,
      "@page{size:A4;margin:14mm 14mm 18mm;@bottom-left{content:\"%s\";"
      "font-size:8pt;color:#8c1d18}@bottom-right{content:counter(page) \" / \""
      " counter(pages);font-size:8pt}}\n",
      said (lang, "院内資料　患者には渡さない"));
  buffer_text (out, print);
}
