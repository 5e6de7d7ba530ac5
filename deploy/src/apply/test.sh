# test.sh PATH: what keepalived itself says of the file that is staged beside PATH. The last line is `exit CODE`.
staged=${1%/*}/.${1##*/}.keepalived-ha
# It may signal its whole process group, which must not be ours.
setsid timeout 30 keepalived --config-test --use-file "$staged" </dev/null 2>&1
echo "exit $?"
