# owners.sh: prints each address that comes or goes, at once, with the time; for each `.` on standard input all of them,
# between the lines `listing EPOCH` and `listed`. Ends where none has come for 20 s, so that nothing of it outlives the other side, or the way to it.
trap '' PIPE
TZ=UTC ip -ts -o monitor address &
monitor=$!
while [ "$(timeout 20 dd bs=1 count=1 2>/dev/null)" = . ]; do
  echo "listing $(date +%s.%N)"
  ip -o addr show
  echo listed
done
kill "$monitor"
