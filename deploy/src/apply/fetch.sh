# fetch.sh RECORD PATH...: what is at each path now; with a RECORD, a folder, what was there before that deployment.
# For each path a line `present MODE PATH`, `absent - PATH` or `other - PATH`, where PATH has no links any more, then one
# with the bytes in base64.
record=$1
shift

# Where a path leads to; folders that are not there yet stay as they are written.
resolve() {
  if [ -e "$1" ] || [ -L "$1" ]; then
    readlink -f -- "$1"
  else
    folder=${1%/*}
    while [ -n "$folder" ] && [ ! -e "$folder" ]; do folder=${folder%/*}; done
    real=$(readlink -f -- "${folder:-/}")
    printf '%s\n' "${real%/}${1#"$folder"}"
  fi
}

for path in "$@"; do
  path=$(resolve "$path")
  case $path in
    '' | *[[:cntrl:]]*)
      echo "a link leads to a name with control characters, or nowhere" >&2
      exit 1
      ;;
  esac
  kept=
  if [ -n "$record" ] && [ -f "$record/files" ]; then
    while IFS='	' read -r number kind was; do
      [ "$was" != "$path" ] || kept=$number/$kind
    done <"$record/files"
  fi
  case $kept in
    '') file=$path ;;
    */absent) file= ;;
    *) file=$record/${kept%/*} ;;
  esac
  if [ -z "$file" ] || { [ ! -e "$file" ] && [ ! -L "$file" ]; }; then
    printf 'absent - %s\n\n' "$path"
  elif [ ! -f "$file" ]; then
    printf 'other - %s\n\n' "$path"
  else
    printf 'present %s %s\n' "$(stat -c %a -- "$file")" "$path"
    base64 <"$file" | tr -d '\n'
    echo
  fi
done
