# stop.sh SERVICE SECONDS: stops a service, which the host itself starts again after that time, whatever becomes of us.
# Prints how many seconds ago the stop began.
set -eu
systemd-run --quiet --collect --unit=keepalived-ha-guard --on-active="$2" --timer-property=AccuracySec=100ms \
  systemctl start "$1"
read -r began _ </proc/uptime
systemctl stop "$1"
read -r now _ </proc/uptime
echo "$began $now"
