# look.sh STATE WORD...: what a verification wants to know of a host, in one go. A WORD is `service=NAME`, `since=EPOCH`
# (seconds; without it since the last deployment, or since one was taken back, else since keepalived's start), `url=URL`
# or `address=ADDRESS`. Prints sections: a line `== NAME`, then what belongs to it.
state=$1
shift
now=$(date +%s)
since=
for word in "$@"; do
  case $word in
    service=*)
      echo "== service ${word#*=}"
      systemctl show "${word#*=}" --property=ActiveState,MainPID,NRestarts,ActiveEnterTimestamp
      ;;
    since=*) since=${word#*=} ;;
  esac
done
if [ -z "$since" ]; then
  for mark in "$state"/records/*/done "$state/restored"; do
    [ -e "$mark" ] || continue
    # Adverts of that very second may be from before.
    at=$(($(stat -c %Y "$mark") + 1))
    [ "$at" -le "${since:-0}" ] || since=$at
  done
fi
if [ -z "$since" ]; then
  started=$(systemctl show keepalived --property=ActiveEnterTimestampMonotonic --value)
  up=$(cut -d. -f1 /proc/uptime)
  since=$((now - up + ${started:-0} / 1000000))
fi
echo "== since"
echo "$since"
echo "== journal"
journalctl --quiet --unit=keepalived --since="@$since" --output=cat --no-pager 2>/dev/null | tail -n 5000
page() {
  if command -v curl >/dev/null; then
    curl --silent --show-error --globoff --noproxy '*' --max-time 3 --max-filesize 1048576 -- "$1"
  else
    wget -q -T 3 -O - -- "$1"
  fi
}
if command -v curl >/dev/null || command -v wget >/dev/null; then
  for word in "$@"; do
    case $word in
      url=*)
        echo "== page ${word#*=}"
        page "${word#*=}" 2>&1 | head -c 65536 | base64 | tr -d '\n'
        echo
        ;;
    esac
  done
fi
for word in "$@"; do
  case $word in
    address=*)
      echo "== neighbour ${word#*=}"
      ip neigh show to "${word#*=}"
      ;;
  esac
done
echo "== links"
ip -o link show
echo "== addresses"
ip -o addr show
