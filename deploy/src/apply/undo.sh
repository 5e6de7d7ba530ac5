# undo.sh STATE ID: puts back what the record holds, where there is one that is whole.
if [ "$(cat "$1/pending" 2>/dev/null)" = "$2" ] || [ -e "$1/records/$2/done" ]; then
  exec sh "$1/records/$2/restore.sh"
fi
