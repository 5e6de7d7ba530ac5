# networkUnit.sh down SECONDS | back: what the host does by itself, as the unit keepalived-ha-drill. `back` is what systemd
# runs when the unit has ended, in whatever way.
cd /run/keepalived-ha-drill || exit 1
case $1 in
  down)
    # The answer to whoever has it done must have left.
    sleep 1
    cat /proc/uptime >went
    while read -r interface; do ip link set dev "$interface" down; done <interfaces
    sleep "$2"
    ;;
  back)
    cat /proc/uptime >came
    while read -r interface; do ip link set dev "$interface" up; done <interfaces
    # Without a carrier routes are refused; a switch may take its time.
    while read -r interface; do
      tries=0
      until [ "$(cat "/sys/class/net/$interface/carrier")" = 1 ] || [ "$tries" = 200 ]; do
        sleep 0.05
        cat /proc/uptime >came
        tries=$((tries + 1))
      done
    done <interfaces
    ip -force -batch addresses
    ip -4 -force -batch routes4
    ip -6 -force -batch routes6
    ;;
esac
exit 0
