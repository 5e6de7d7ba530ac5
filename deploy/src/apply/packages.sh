# packages.sh MANAGER NAME...: installs what is missing; a configuration that is there already stays as it is.
manager=$1
shift
case $manager in
  apt)
    export DEBIAN_FRONTEND=noninteractive
    # The lists may be older than what the mirrors still have.
    apt-get -q -y -o Dpkg::Options::=--force-confold install -- "$@" ||
      { apt-get -q update && apt-get -q -y -o Dpkg::Options::=--force-confold install -- "$@"; }
    ;;
  dnf | yum) "$manager" -q -y install -- "$@" ;;
  zypper) zypper --quiet --non-interactive install -- "$@" ;;
  apk) apk add --quiet -- "$@" ;;
  *)
    echo "there is no package manager that we know" >&2
    exit 1
    ;;
esac </dev/null >&2
