#!/bin/sh
# Puts this host back to what it was before the deployment that this folder keeps the record of. It can be run by hand, as
# root, and as often as one likes.
export LC_ALL=C PATH="$PATH:/usr/local/sbin:/usr/sbin:/sbin"
record=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd) || exit 1
state=${record%/records/*}
# What the deployment had begun comes to its end first.
exec 8>>"$state/work"
flock -w 60 8
failed=0
complain() {
  printf '%s\n' "$1" >&2
  failed=1
}

while IFS='	' read -r number kind path; do
  staged=${path%/*}/.${path##*/}.keepalived-ha
  rm -f -- "$staged"
  if [ "$kind" = absent ]; then
    rm -f -- "$path" || complain "$path could not be removed"
  elif ! cmp -s -- "$record/$number" "$path" || [ "$(stat -c %a%u%g -- "$record/$number")" != "$(stat -c %a%u%g -- "$path")" ]; then
    { cp -a -- "$record/$number" "$staged" && mv -f -- "$staged" "$path"; } || complain "$path could not be put back"
  fi
done <"$record/files"
while IFS= read -r folder; do rmdir -- "$folder" 2>/dev/null || true; done <"$record/folders"

# keepalived is the last of them: its checks ask the others.
while IFS=: read -r name active enabled; do
  if [ "$active" = inactive ]; then
    ! systemctl is-active --quiet "$name" || systemctl stop "$name" || complain "$name could not be stopped"
  elif ! systemctl is-active --quiet "$name"; then
    systemctl reset-failed "$name" 2>/dev/null
    systemctl start "$name" || complain "$name could not be started"
  elif [ "$name" = keepalived ]; then
    if [ -e "$record/switched" ] && [ -e "$record/restart" ]; then
      systemctl restart "$name" || complain "$name could not be restarted"
    elif [ -e "$record/switched" ]; then
      # Where it cannot even be told to reload, a start anew is all that is left.
      systemctl reload "$name" || systemctl restart "$name" || complain "$name could not be reloaded"
    fi
  elif [ -e "$record/served" ] && grep -q "	/etc/$name/" "$record/files"; then
    systemctl reload-or-restart "$name" || complain "$name could not be reloaded"
  fi
  [ "$active" = inactive ] || systemctl is-active --quiet "$name" || complain "$name is not active"
  if [ "$enabled" = disabled ] && systemctl is-enabled --quiet "$name" 2>/dev/null; then
    systemctl --quiet disable "$name" 2>/dev/null || complain "$name could not be disabled"
  fi
done <"$record/services"

if [ "$failed" = 0 ]; then
  rm -f "$state/pending"
  rm -rf -- "$record"
  : >"$state/restored"
  echo 'This host is as it was before.'
fi
exit "$failed"
