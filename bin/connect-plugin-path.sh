#!/bin/sh
echo "connect-plugin-path.sh: Leat has no folders of connector plug-ins to keep in order: it finds connectors on its class path (connect/README.md)." >&2
exit 1
