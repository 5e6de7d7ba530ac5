# begin.sh STATE ID BY WORD...: keeps what a deployment is going to change, before it does. A WORD is
# `service=NAME:active|inactive:enabled|disabled` (its state before), `restart=yes` or `file=PATH` (without links in it).
# Standard input is the script that puts it all back. What the record holds already, it keeps.
set -eu
umask 077
state=$1 id=$2 by=$3
shift 3
record=$state/records/$id
exec 8>>"$state/work"
flock -w 60 8
# It was put back before it began: this has come late.
if [ "$(cat "$state/withdrawn" 2>/dev/null)" = "$id" ]; then
  echo 'the deployment was broken off before it began' >&2
  exit 1
fi
# A record that is not whole is worth nothing.
trap '[ "$(cat "$state/pending" 2>/dev/null)" = "$id" ] || rm -rf -- "$record"' EXIT
mkdir -p "$record"
cat >"$record/restore.sh"
if [ ! -e "$record/by" ]; then
  printf '%s\n' "$by" >"$record/by"
  date -u +%Y-%m-%dT%H:%M:%SZ >"$record/since"
fi
touch "$record/files" "$record/folders" "$record/services"

for word in "$@"; do
  case $word in
    restart=*) : >"$record/restart" ;;
    service=*)
      service=${word#service=}
      grep -q "^${service%%:*}:" "$record/services" || printf '%s\n' "$service" >>"$record/services"
      ;;
    file=*)
      path=${word#file=}
      if cut -f3- "$record/files" | grep -qxF -e "$path"; then continue; fi
      number=$(($(wc -l <"$record/files") + 1))
      kind=absent
      if [ -e "$path" ]; then
        kind=present
        cp -a -- "$path" "$record/$number"
      else
        # The inner ones first, so that they can be taken away in this order.
        folder=${path%/*}
        while [ -n "$folder" ] && [ ! -e "$folder" ]; do
          printf '%s\n' "$folder" >>"$record/folders"
          folder=${folder%/*}
        done
      fi
      printf '%s\t%s\t%s\n' "$number" "$kind" "$path" >>"$record/files"
      ;;
  esac
done
# From now on the host may be changed.
printf '%s\n' "$id" >"$state/pending.new"
mv -f "$state/pending.new" "$state/pending"
