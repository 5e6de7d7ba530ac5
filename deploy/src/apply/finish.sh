# finish.sh STATE ID: what was deployed is to stay. The last ten records are kept.
set -eu
: >"$1/records/$2/done"
rm -f "$1/pending"
# One that was finished after it had broken off may have left something beside its place.
cut -f3- "$1/records/$2/files" | while read -r path; do
  rm -f -- "${path%/*}/.${path##*/}.keepalived-ha"
done
for record in "$1"/records/*/; do printf '%s\n' "$record"; done | sort -r | tail -n +11 | while read -r old; do
  rm -rf -- "$old"
done
