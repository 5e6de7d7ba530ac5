# switch.sh STATE ID ACTION PATH: lets the staged configuration take the place of PATH, unless that is empty, and has
# keepalived follow: start, reload or restart. All in one, so that the nodes change close to each other. Prints the number
# of its main process.
set -eu
exec 8>>"$1/work"
flock -w 60 8
[ "$(cat "$1/pending")" = "$2" ]
: >"$1/records/$2/switched"
path=$4
if [ -n "$path" ]; then
  mv -f -- "${path%/*}/.${path##*/}.keepalived-ha" "$path"
  if command -v restorecon >/dev/null; then restorecon -- "$path" || true; fi
fi
[ "$3" != start ] || systemctl reset-failed keepalived 2>/dev/null || true
systemctl "$3" keepalived
# A reload is done when it was asked for; its exit code says nothing of what came of it.
systemctl is-active --quiet keepalived || {
  echo "keepalived is not active after its $3" >&2
  exit 1
}
systemctl show keepalived --property=MainPID --value
