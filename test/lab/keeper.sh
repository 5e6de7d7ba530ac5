#!/bin/sh
# keeper.sh CGROUP: the namespaces that a lab lives in. They exist for as long as standard input is open, so that
# nothing of a lab outlives the process that started it, however that process ended.
# The first line on standard output is the process whose namespaces they are, when all is prepared.
set -eu
cgroup=$1

if [ "${2-}" != inside ]; then
  mkdir "$cgroup"
  status=0
  unshare --mount --pid --fork --kill-child "$0" "$cgroup" inside || status=$?
  find "$cgroup" -depth -type d -exec rmdir {} +
  exit "$status"
fi

# Of this file system of the lab's own: names of network namespaces, and the disks of the hosts.
mount -t tmpfs -o mode=755 lab /run
mkdir -p /run/netns /run/lab/base /run/lab/work /run/lab/root

# What the hosts have in common: the machine's own files, without the services that start by themselves on it.
mount -t overlay lab -o lowerdir=/,upperdir=/run/lab/base,workdir=/run/lab/work /run/lab/root
for units in /etc/systemd /lib/systemd /usr/lib/systemd /usr/local/lib/systemd; do
  rm -rf /run/lab/root$units/system/*.wants /run/lab/root$units/system/*.requires /run/lab/root$units/system-generators
done
umount /run/lab/root

# /proc is still the machine's, and so is the number that it gives.
read -r pid _ </proc/self/stat
echo "$pid"
exec cat
