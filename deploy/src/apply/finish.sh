# finish.sh STATE ID: what was deployed is to stay. The last ten records are kept.
set -eu
: >"$1/records/$2/done"
rm -f "$1/pending"
for record in "$1"/records/*/; do printf '%s\n' "$record"; done | sort -r | tail -n +11 | while read -r old; do
  rm -rf -- "$old"
done
