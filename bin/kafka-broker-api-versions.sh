#!/bin/sh
exec "$(dirname "$0")/leat" kafka-broker-api-versions "$@"
