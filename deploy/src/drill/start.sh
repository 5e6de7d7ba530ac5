# start.sh SERVICE: starts what stop.sh has stopped. Only then is the host's own way back no longer needed.
# Prints how many seconds ago the start began.
set -eu
read -r began _ </proc/uptime
systemctl start "$1"
if ! systemctl is-active --quiet "$1"; then
  echo "$1 was started, but does not run" >&2
  exit 1
fi
systemctl --quiet stop keepalived-ha-guard.timer 2>/dev/null || true
read -r now _ </proc/uptime
echo "$began $now"
