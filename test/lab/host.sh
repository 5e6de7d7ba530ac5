#!/bin/sh
# host.sh NAME CGROUP: a host from power on to power off, in the network namespace that it is started in.
# The first line on standard output is the process, as the machine counts, that is its PID 1.
set -eu
name=$1
cgroup=$2
root=/run/lab/$name/root

if [ "${3-}" != inside ]; then
  mkdir -p "$cgroup"
  echo 0 >"$cgroup/cgroup.procs"
  exec unshare --mount --uts --ipc --pid --cgroup --fork "$0" "$name" "$cgroup" inside
fi

read -r pid _ </proc/self/stat
echo "$pid"
hostname "$name"
# IPv6 addresses are there at once, and again after a link was down.
for device in /proc/sys/net/ipv6/conf/*; do
  echo 0 >"$device/accept_dad"
  echo 1 >"$device/keep_addr_on_down"
done
ip link set group default up

mount -t overlay "$name" -o "lowerdir=/run/lab/base:/,upperdir=/run/lab/$name/disk,workdir=/run/lab/$name/work" "$root"
mount -t proc -o nosuid,nodev,noexec proc "$root/proc"
mount -t sysfs -o nosuid,nodev,noexec sysfs "$root/sys"
mkdir -p "$root/sys/fs/cgroup"
mount -t cgroup2 -o nosuid,nodev,noexec cgroup2 "$root/sys/fs/cgroup"
for folder in run tmp dev; do mount -t tmpfs -o mode=755,nosuid tmpfs "$root/$folder"; done
chmod 1777 "$root/tmp"
for device in null zero full random urandom tty; do
  touch "$root/dev/$device"
  mount --bind "/dev/$device" "$root/dev/$device"
done
mkdir -p "$root/dev/pts" "$root/dev/shm" "$root/run/lock"
mount -t devpts -o newinstance,ptmxmode=0666,mode=620,gid=5 devpts "$root/dev/pts"
mount -t tmpfs -o mode=1777 tmpfs "$root/dev/shm"
ln -s pts/ptmx "$root/dev/ptmx"
ln -s /proc/self/fd "$root/dev/fd"
ln -s fd/0 "$root/dev/stdin"
ln -s fd/1 "$root/dev/stdout"
ln -s fd/2 "$root/dev/stderr"

cd "$root"
mkdir -p .old
pivot_root . .old
umount -l /.old
rmdir /.old
exec env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin container=lab \
  /lib/systemd/systemd --system --unit=lab.target </dev/null
