#!/bin/busybox sh
# The tests' hands in the guest: runs one shell command per request that comes over the
# virtio-serial port `ferrule.agent`. Not part of any image: it travels on the `extra` disk.
#
# Request: one line `NUMBER COMMAND`, with \\ and \n in COMMAND escaped for printf's %b.
# Answer:  `=ferrule NUMBER EXIT BYTES`, a line end, then that many bytes of output.
tools=/run/ferrule-agent
/bin/busybox mkdir -p "$tools/bin"
/bin/busybox --install -s "$tools/bin"
export PATH="/usr/bin:/usr/sbin:/bin:/sbin:$tools/bin"

port=
until [ "$port" ]; do
    for entry in /sys/class/virtio-ports/*; do
        if [ "$(cat "$entry/name" 2>/dev/null)" = ferrule.agent ]; then
            port=/dev/${entry##*/}
        fi
    done
    [ "$port" ] || usleep 20000
done

exec 3<>"$port"
printf '=ferrule 0 0 0\n' >&3
while IFS=' ' read -r number command <&3; do
    printf '%b' "$command" >"$tools/command"
    sh "$tools/command" </dev/null >"$tools/output" 2>&1 3>&-
    code=$?
    printf '=ferrule %s %s %s\n' "$number" "$code" "$(stat -c %s "$tools/output")" >&3
    cat "$tools/output" >&3
done
