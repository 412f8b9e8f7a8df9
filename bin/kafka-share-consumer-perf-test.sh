#!/bin/sh
exec "$(dirname "$0")/leat" kafka-share-consumer-perf-test "$@"
