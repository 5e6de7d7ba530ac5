# networkDown.sh SECONDS INTERFACE... -- ADDRESS...: takes the network from the host in a second, for that time. The host
# itself brings it back, with whatever the kernel drops from a link that is down: its IPv6 addresses, without the virtual
# ones, which are named last, and its routes. Standard input is networkUnit.sh.
set -eu
seconds=$1
shift
folder=/run/keepalived-ha-drill
rm -rf "$folder"
mkdir -m 700 "$folder"
cd "$folder"
cat >unit.sh
: >interfaces
while [ "$1" != -- ]; do
  printf '%s\n' "$1" >>interfaces
  shift
done
shift

: >virtual
for address in "$@"; do
  ip -6 -o addr show to "$address" >>virtual 2>/dev/null || true
done
# Routes that the kernel, routers (ra) and keepalived make are made by them again.
kept() {
  grep -Ev '^(local|broadcast|multicast|anycast) |proto (kernel|ra|keepalived|18)( |$)' || true
}
while read -r interface; do
  ip -6 -o addr show dev "$interface" scope global permanent | grep -vxFf virtual |
    sed -n "s|.* inet6 \([^ ]*\) .*|addr add \1 dev $interface nodad|p" >>addresses
  for family in 4 6; do
    ip "-$family" route show table all dev "$interface" | kept | sed "s|^|route add |; s|\$| dev $interface|" >>"routes$family"
  done
done <interfaces
: >>addresses

systemd-run --quiet --collect --unit=keepalived-ha-drill --property="ExecStopPost=/bin/sh $folder/unit.sh back" \
  /bin/sh "$folder/unit.sh" down "$seconds"
