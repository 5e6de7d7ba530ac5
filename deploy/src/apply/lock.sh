# lock.sh STATE BY: one deployment at a time. Holds the lock for as long as something comes in on standard input every
# few seconds, so that whatever ends the other side, or the way to it, frees the host.
# Prints `locked`, or `held BY SINCE` and exits with 1.
umask 077
mkdir -p "$1" || exit 2
exec 9>>"$1/lock" || exit 2
if ! flock -n 9; then
  printf 'held %s\n' "$(cat "$1/lock.by" 2>/dev/null)"
  exit 1
fi
printf '%s %s\n' "$2" "$(date -u +%Y-%m-%dT%H:%M:%SZ)" >"$1/lock.by"
echo locked
while [ "$(timeout 20 dd bs=1 count=1 2>/dev/null)" = . ]; do :; done
rm -f "$1/lock.by"
