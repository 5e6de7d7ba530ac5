# services.sh STATE ID enable=NAME | start=NAME | reload=NAME ...
set -eu
exec 8>>"$1/work"
flock -w 60 8
[ "$(cat "$1/pending")" = "$2" ]
: >"$1/records/$2/served"
shift 2
for word in "$@"; do
  case $word in
    enable=*) systemctl --quiet enable "${word#*=}" ;;
    start=*) systemctl start "${word#*=}" ;;
    reload=*) systemctl reload-or-restart "${word#*=}" ;;
  esac
done
