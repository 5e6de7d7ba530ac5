# stage.sh STATE ID PATH MODE USUAL: puts standard input beside PATH, with the mode, owner and label that it will have
# there: MODE; where that is empty those of the file that is there, or USUAL. Prints its checksum.
set -eu
path=$3 mode=$4 usual=$5
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
cat >"$staged"
sha256sum <"$staged" | cut -d' ' -f1
