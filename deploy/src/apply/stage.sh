# stage.sh STATE ID PATH MODE USUAL: puts standard input beside PATH, with the mode, owner and label that it will have
# there: MODE; where that is empty those of the file that is there, or USUAL. Prints its checksum.
set -eu
path=$3 mode=$4 usual=$5
exec 8>>"$1/work"
flock -w 60 8
[ "$(cat "$1/pending")" = "$2" ]
folder=${path%/*}
staged=$folder/.${path##*/}.keepalived-ha
mkdir -p -- "$folder/"
rm -f -- "$staged"
if [ -e "$path" ]; then
  cp -a -- "$path" "$staged"
  [ -z "$mode" ] || chmod "$mode" "$staged"
else
  (umask 077 && : >"$staged")
  chmod "${mode:-$usual}" "$staged"
fi
# What comes over the network is not waited for with the lock held. Whoever puts the host back in the meantime takes the
# file away, and no other takes its place.
exec 7>"$staged" 8>&-
cat >&7
sha256sum <"$staged" | cut -d' ' -f1
