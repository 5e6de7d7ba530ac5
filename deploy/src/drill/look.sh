# look.sh WORD...: what is in the way of a drill, a line each. A WORD is `service=NAME` or `interface=NAME`.
for program in ip systemctl systemd-run timeout; do
  command -v "$program" >/dev/null || echo "$program is not installed"
done
for unit in keepalived-ha-guard.timer keepalived-ha-drill.service; do
  [ "$(systemctl show "$unit" --property=LoadState --value)" = not-found ] ||
    echo "an earlier drill was cut off, and the host is about to put itself back ($unit): wait a minute"
done
for word in "$@"; do
  name=${word#*=}
  case $word in
    service=*) systemctl is-active --quiet "$name" || echo "$name does not run" ;;
    interface=*) [ -e "/sys/class/net/$name" ] || echo "there is no interface $name" ;;
  esac
done
