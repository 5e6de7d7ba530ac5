# networkUp.sh: brings the network back now, where that has not happened yet, and waits until it has.
# Prints how many seconds ago it came back.
set -eu
systemctl --quiet stop keepalived-ha-drill 2>/dev/null || true
read -r came _ </proc/uptime
# It is not there where the host has been started anew.
[ ! -e /run/keepalived-ha-drill/came ] || read -r came _ </run/keepalived-ha-drill/came
rm -rf /run/keepalived-ha-drill
read -r now _ </proc/uptime
echo "$came $now"
