# records.sh STATE: what earlier deployments left here: `pending ID BY SINCE` where one did not come to its end, `done ID
# BY SINCE` for the last that did, and `file PATH` after each for every file that it may have changed.
tell() {
  record=$1/records/$3
  printf '%s %s %s %s\n' "$2" "$3" "$(cat "$record/by" 2>/dev/null)" "$(cat "$record/since" 2>/dev/null)"
  [ ! -f "$record/files" ] || cut -f3- "$record/files" | sed 's/^/file /'
}
[ ! -f "$1/pending" ] || tell "$1" pending "$(cat "$1/pending")"
last=
for record in "$1"/records/*/; do
  [ ! -f "$record/done" ] || last=$(basename "$record")
done
[ -z "$last" ] || tell "$1" 'done' "$last"
