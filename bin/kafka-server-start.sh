#!/bin/sh
# kafka-server-start.sh [-daemon] server.properties [--override key=value]*
here="$(dirname "$0")"
daemon=
if [ "$1" = "-daemon" ]; then daemon=1; shift; fi
if [ $# -lt 1 ]; then
  echo "USAGE: $0 [-daemon] server.properties [--override property=value]*" >&2
  exit 1
fi
config="$1"
shift
words=$#
while [ "$words" -gt 0 ]; do # rewrite each --override in place
  word="$1"
  shift
  [ "$word" = "--override" ] && word="--set"
  set -- "$@" "$word"
  words=$((words - 1))
done
if [ -n "$daemon" ]; then
  mkdir -p "$here/../logs"
  nohup "$here/leat" server --config "$config" "$@" >"$here/../logs/server.out" 2>&1 </dev/null &
  echo "The server starts in the background; its output is in logs/server.out."
else
  exec "$here/leat" server --config "$config" "$@"
fi
