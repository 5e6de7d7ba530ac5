# records.sh STATE: what earlier deployments left here: `pending ID BY SINCE` where one did not come to its end, `done ID
# BY SINCE` for the last that did; after each `file PATH` for every file that it may have changed, and `service
# NAME:active|inactive:enabled|disabled` for what services were before it,
# and `restart` where keepalived has to be restarted.
tell() {
  record=$1/records/$3
  printf '%s %s %s %s\n' "$2" "$3" "$(cat "$record/by" 2>/dev/null)" "$(cat "$record/since" 2>/dev/null)"
  [ ! -f "$record/files" ] || cut -f3- "$record/files" | sed 's/^/file /'
  [ ! -f "$record/services" ] || sed 's/^/service /' "$record/services"
  [ ! -f "$record/restart" ] || echo restart
}
[ ! -f "$1/pending" ] || tell "$1" pending "$(cat "$1/pending")"
last=
for record in "$1"/records/*/; do
  [ ! -f "$record/done" ] || last=$(basename "$record")
done
[ -z "$last" ] || tell "$1" 'done' "$last"
