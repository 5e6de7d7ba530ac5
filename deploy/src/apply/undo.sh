# undo.sh STATE ID: puts back what the record holds, where there is one that is whole; where there is none, none can be
# begun any more.
state=$1 id=$2
[ -d "$state" ] || exit 0
umask 077
# What has begun the record, or adds to it, comes to its end first.
exec 8>>"$state/work"
flock -w 60 8
if [ "$(cat "$state/pending" 2>/dev/null)" = "$id" ] || [ -e "$state/records/$id/done" ]; then
  exec sh "$state/records/$id/restore.sh"
fi
printf '%s\n' "$id" >"$state/withdrawn"
