# Prints what a deployment has to know of a host. Changes nothing there, but for what its kernel remembers of neighbours.
# The first argument begins the first line of every section; the others are KIND=VALUE, in any order.
mark=$1
shift

section() { printf '\n%s %s\n' "$mark" "$*"; }
has() { command -v "$1" >/dev/null; }

# DEVICE/ADDRESS: the kernel asks everybody who has the address. It would ask only whom it remembers, so it has to forget
# that first. Before iproute2 5.16 it takes a ping to make it ask.
ask() {
  device=${1%%/*}
  address=${1#*/}
  ip neigh flush to "$address" dev "$device"
  ip neigh replace "$address" dev "$device" use || ping -c 1 -W 1 -I "$device" "$address" &
} >/dev/null

answer() {
  section probe "$1"
  ip neigh show "${1#*/}" dev "${1%%/*}"
}

manager() {
  if [ -s /var/lib/dpkg/status ] && has apt-get; then
    echo apt
    return
  fi
  for name in apk zypper dnf yum; do
    if has "$name"; then
      echo "$name"
      return
    fi
  done
}

is_installed() {
  case $manager in
    apt) [ "$(dpkg-query -W -f '${db:Status-Status}' "$1")" = installed ] ;;
    apk) apk info -e "$1" ;;
    zypper | dnf | yum) rpm -q --whatprovides "$1" ;;
    *) has "$1" ;;
  esac >/dev/null
}

# Every step of the way to a file, and what runs it.
script() {
  section script "$1"
  path=$(readlink -f -- "$1")
  path=${path:-$1}
  printf 'path %s\n' "$path"
  set -- /
  step=
  rest=${path#/}
  while [ -n "$rest" ]; do
    step=$step/${rest%%/*}
    set -- "$@" "$step"
    case $rest in
      */*) rest=${rest#*/} ;;
      *) rest= ;;
    esac
  done
  stat -c 'step %f %u %g %n' -- "$@"
  if [ -e /sys/fs/selinux/enforce ]; then stat -c 'label %C' -- "$path"; fi
  if [ -f "$path" ]; then
    IFS= read -r line <"$path"
    case $line in '#!'*) interpreter "${line#??}" ;; esac
  fi
}

interpreter() {
  read -r program argument _ <<END
$1
END
  case $program in */env) program=$argument ;; esac
  case $program in
    '' | -*) ;;
    *) if has "$program"; then printf 'runs %s\n' "$program"; else printf 'lacks %s\n' "$program"; fi ;;
  esac
}

# Free space of the file system that a folder is on, or will be.
folder() {
  section folder "$1"
  path=$1
  until [ -d "$path" ]; do
    path=${path%/*}
    path=${path:-/}
  done
  df -Pk -- "$path" | tail -n 1
  if [ -w "$path" ]; then echo writable; fi
}

# What an include reads. As keepalived sees it, but for braces.
include() {
  section include "$1"
  (
    IFS=
    for file in $1; do
      if [ -f "$file" ]; then printf '%s\n' "$file"; fi
    done
  )
}

wanted() {
  for word; do
    value=${word#*=}
    case $word in
      package=*)
        section package "$value"
        if is_installed "$value"; then echo installed; fi
        ;;
      service=*)
        section service "$value"
        systemctl show -p LoadState -p ActiveState -p UnitFileState -p MainPID -p NRestarts "$value"
        ;;
      program=*)
        section program "$value"
        command -v "$value"
        ;;
      user=*)
        section user "$value"
        id -- "$value"
        ;;
      group=*)
        section group "$value"
        getent group "$value" || awk -F: -v name="$value" '$1 == name' /etc/group
        ;;
      script=*) script "$value" ;;
      folder=*) folder "$value" ;;
      include=*) include "$value" ;;
    esac
  done
}

firewall() {
  rules=$(nft -j list ruleset)
  if [ ${#rules} -gt 1000000 ]; then
    section nft-without-elements
    nft -t -j list ruleset
  elif [ -n "$rules" ]; then
    section nft
    printf '%s\n' "$rules"
  else
    section nft-text
    nft list ruleset
  fi | head -c 2000000
  for tool in iptables-save iptables-legacy-save ip6tables-save ip6tables-legacy-save; do
    if has "$tool"; then
      section iptables "$tool"
      "$tool" | sed '/^\*nat/,/^COMMIT/d' | head -c 400000
    fi
  done
}

# Whoever looks after the addresses of interfaces.
network_managers() {
  for link in /run/systemd/netif/links/*; do
    if [ -f "$link" ]; then
      section networkd "${link##*/}"
      grep -E '^(ADMIN_STATE|NETWORK_FILE)=' "$link"
      file=$(sed -n 's/^NETWORK_FILE=//p' "$link")
      name=${file##*/}
      cat "$file" "/usr/lib/systemd/network/$name.d"/*.conf "/run/systemd/network/$name.d"/*.conf \
        "/etc/systemd/network/$name.d"/*.conf | grep '^KeepConfiguration='
    fi
  done
  section networkd-settings
  cat /etc/systemd/networkd.conf /etc/systemd/networkd.conf.d/*.conf | grep '^ManageForeign'
  if has nmcli; then
    section NetworkManager
    nmcli -t -f DEVICE,STATE device
  fi
}

daemon_options() {
  section daemon
  systemctl show -p ExecStart -p Environment -p EnvironmentFiles keepalived
  for file in /etc/default/keepalived /etc/sysconfig/keepalived /etc/conf.d/keepalived; do
    if [ -f "$file" ]; then
      section environment "$file"
      cat "$file"
    fi
  done
}

facts() {
  for word; do
    case $word in probe=*) ask "${word#*=}" ;; esac
  done
  section uid
  id -u
  section hostname
  uname -n
  section os-release
  cat /etc/os-release || cat /usr/lib/os-release
  section manager
  manager=$(manager)
  echo "$manager"
  section version
  keepalived --version 2>&1 | head -n 1
  if [ -d /run/systemd/system ]; then section systemd; fi
  section links
  ip -o link show
  section addresses
  ip -o addr show
  section sysctl nonlocal4
  cat /proc/sys/net/ipv4/ip_nonlocal_bind
  section sysctl nonlocal6
  cat /proc/sys/net/ipv6/ip_nonlocal_bind
  section selinux
  cat /sys/fs/selinux/enforce
  wanted "$@"
  daemon_options
  network_managers
  firewall
  # Neighbours answer within milliseconds, unless they sleep.
  sleep 0.1 || sleep 1
  for word; do
    case $word in probe=*) answer "${word#*=}" ;; esac
  done
}

# Slow to start, so that it runs beside all else.
firewalld() {
  if has firewall-cmd; then
    section firewalld
    firewall-cmd --list-all-zones
  fi
}

exec 2>/dev/null
firewalld | {
  facts "$@" </dev/null
  cat
}
