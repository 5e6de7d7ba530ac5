# watch.sh: prints each address that comes or goes, at once; for each `.` on standard input all of them, between the lines
# `listing` and `listed`. Ends where none has come for 20 s, so that nothing of it outlives the other side, or the way to it.
trap '' PIPE
ip -o monitor address &
monitor=$!
while [ "$(timeout 20 dd bs=1 count=1 2>/dev/null)" = . ]; do
  echo listing
  ip -o addr show
  echo listed
done
kill "$monitor"
