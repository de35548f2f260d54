# SPDX-License-Identifier: Apache-2.0
# A terminal that answers with a file of the flow's own, for answers that no
# simulator makes.  Sourced behind lib.sh.

# answer_next FILE [EXTENSION [PREFIX]]: in the background, waits for the next
# request, puts its identifier for @ID@ in FILE and leaves that as its answer.
# The request is kept as $work/asked.
ANSWER_PID=
answer_next () {
  local file=$1 extension=${2:-xml} prefix=${3:-EMTESTa01}
  rm -f "$work/asked"
  answer_now "$file" "$extension" "$prefix" &
  ANSWER_PID=$!
  started+=("$ANSWER_PID")
}
answer_now () {
  local request name id
  until request=$(find "$H/exchange/req" -name "$3req_*.xml" | head -n 1) \
      && [ -n "$request" ]; do
    sleep 0.05
  done
  name=$(basename "$request" .xml)
  id=$(sed -n 's|.*<ArbitraryFileIdentifier>\(.*\)</.*|\1|p' "$request")
  cp "$request" "$work/asked.tmp"
  mv "$work/asked.tmp" "$work/asked"
  rm -f "$request"
  put_answer "$1" "$id" "$H/exchange/res/${name/req_/res_}.$2"
}
# put_answer FILE ID PLACE
put_answer () {
  LC_ALL=C sed "s/@ID@/$2/" "$1" >"$work/answer.tmp"
  mv "$work/answer.tmp" "$3"
}

# What of an answer is the same in all; the person is the hospital's first.
yzk_head='<?xml version="1.0" encoding="UTF-8"?><XmlMsg><MessageHeader>
<ResultCode>1</ResultCode><ArbitraryFileIdentifier>@ID@</ArbitraryFileIdentifier>
<QuaInf><Name>試験　太郎</Name><KanaName>ｼｹﾝ ﾀﾛｳ</KanaName>
<Birth>19530503</Birth><AdmGendCode>1</AdmGendCode></QuaInf></MessageHeader>
<MessageBody>'
yzk_tail='</MessageBody></XmlMsg>'

# day DAYS: that many days ago, YYYYMMDD.
day () { TZ=Asia/Tokyo date -d "-$1 days" +%Y%m%d; }

# claim INSTITUTION DAYS ROW...
claim () {
  local where=$1 days=$2
  shift 2
  printf '<MeTrMonthInf><MeTrDiHNm>%s</MeTrDiHNm><MeTrMonth>%s</MeTrMonth>' \
    "$where" "$(day "$days" | cut -c1-6)"
  printf '<DiDateInfs><DiDateInf><DiDate>%s</DiDate>' "$(day "$days")"
  printf '%s\n' "$*"
  printf '</DiDateInf></DiDateInfs></MeTrMonthInf>\n'
}
# drug NAME CODE; treatment NAME CODE CLASS
drug () {
  printf '<DrugInf><DrugC>%s</DrugC><DrugN>%s</DrugN><Qua1>1</Qua1>' "$2" "$1"
  printf '<Unit>錠</Unit><Times>28</Times></DrugInf>'
}
treatment () {
  printf '<MeTrInf><SinInfN>%s</SinInfN><SinInfCd>%s</SinInfCd>' "$1" "$2"
  printf '<MeTrIdCl>%s</MeTrIdCl></MeTrInf>' "$3"
}

# by_sample FILE: a sample as the template of an answer, with its days moved so
# that they lie in every period.
by_sample () {
  sed -e 's|\(<ArbitraryFileIdentifier>\)[^<]*|\1@ID@|' \
    -e "s/20260910/$(day 70)/; s/20261115/$(day 6)/; s/20261114/$(day 7)/" \
    -e "s/20261120/$(day 1)/; s/20260610/$(day 160)/" \
    -e "s|<MeTrMonth>202609|<MeTrMonth>$(day 70 | cut -c1-6)|" \
    "${top_srcdir:-.}/tests/samples/$1"
}
