#!/bin/sh
exec "$(dirname "$0")/leat" kafka-e2e-latency "$@"
