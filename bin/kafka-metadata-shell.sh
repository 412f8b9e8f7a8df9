#!/bin/sh
exec "$(dirname "$0")/leat" kafka-metadata-shell "$@"
