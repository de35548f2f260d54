#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The words of the ministry's guide since its version 1.1 (2024-09-13), which
# renamed the card and the search by insured number, and the terminal's one
# name: the old words stand nowhere in the sources.  Only where a terminal's own
# menu is quoted, letter by letter, may the card's old name stand.
set -u
export LC_ALL=C.UTF-8
top=${top_srcdir:-$(dirname "$0")/../..}
bad=0
n=0
command -v perl >/dev/null || { echo "perl is not here"; exit 77; }

# Each in two pieces, or they would be found here.
card='マイナンバー''カード'
old=("$card" '個人番号''カード' 'マイナ''カード' '資格確認書''等情報'
  '電子資格''確認' 'オンライン資格''確認端末' '保険証の目視''モード')
# As printed on the screens of the general card reader.
menus="${card}で確認|${card}の券面で目視確認"

pattern=$(IFS='|'; echo "${old[*]}")
# scan FILE...: strings that C or a shell puts together are read together, and
# so are the lines of a paragraph.
scan () {
  perl -CSDA -0777 -e '
    my ($old, $menus, @files) = @ARGV;
    my $bad = 0;
    for my $file (@files) {
      open (my $in, "<:raw", $file) or die "$file: $!\n";
      my $bytes = <$in>;
      next if !defined $bytes || $bytes =~ /\0/;
      utf8::decode ($bytes) or next; # other encodings are test messages
      $bytes =~ s/"\s*\n\s*"//g;
      $bytes =~ s/([\x{3000}-\x{9fff}])[ \t]*\n[ \t#*\/]*(?=[\x{3000}-\x{9fff}])/$1/g;
      $bytes =~ s/$menus//g;
      while ($bytes =~ /($old)/g) {
        print "$file: $1\n";
        $bad = 1;
      }
    }
    exit $bad' "$pattern" "$menus" "$@"
}

cd "$top" || exit 99
files=()
while read -r file; do
  files+=("$file")
  n=$((n + 1))
done < <(find auth-providers conf core docs ehr-adapters plugins po scripts \
  simulator tests quickstart ./*.md -type f \
  ! -name '*.[1-9]' ! -name '*.o' ! -name '*.lo' ! -path '*/.libs/*' \
  ! -path '*/hospital.dir/*' 2>/dev/null)
[ "$n" -ge 200 ] || { echo "only $n files were looked at"; exit 1; }
scan "${files[@]}" || bad=1

# The scan must see what it is there for, also in two pieces, and let the
# menus pass.
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
for ((i = 0; i < ${#old[@]}; i++)); do
  word=${old[$i]}
  printf 'x%sy\n' "$word" >"$work/whole"
  printf '"x%s"\n   "%sy"\n' "${word:0:3}" "${word:3}" >"$work/pieces"
  printf '%s\n%s\n' "${word:0:3}" "${word:3}" >"$work/lines"
  for form in whole pieces lines; do
    if scan "$work/$form" >/dev/null; then
      echo "$word in the form $form is not found"
      bad=1
    fi
  done
done
printf '%s\n' "「${card}で確認」、「${card}の券面で目視確認」" >"$work/menu"
scan "$work/menu" || { echo "a menu's name is taken for an old word"; bad=1; }
exit $bad
