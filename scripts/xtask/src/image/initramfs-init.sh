#!/bin/busybox sh
# First program after the kernel: loads the board's drivers, finds the disks and starts the real system.
# /modules lists the drivers in loading order, with their parameters. Disks are known by their serial number or, where they are partitions, by the
# partition's name: root, data, extra.
# Nothing here may stop the boot: a missing data disk becomes memory, and only a missing root is fatal.

export PATH=/bin
busybox mount -t proc proc /proc
busybox mount -t sysfs sys /sys
busybox mount -t devtmpfs dev /dev

say() { echo "[init] $*" > /dev/console; }

while read -r module parameters; do
    # Parameters are words.
    # shellcheck disable=SC2086
    busybox insmod "/lib/$module.ko" $parameters || say "driver $module did not load"
done < /modules

# Prints the device with serial number or partition name $1.
disk() {
    for block in /sys/class/block/*; do
        if [ "$(busybox cat "$block/serial" 2>/dev/null)" = "$1" ] || busybox grep -qx "PARTNAME=$1" "$block/uevent"; then
            echo "/dev/${block##*/}"
            return
        fi
    done
}

# Drivers probe in the background: the root disk is waited for, up to 10 s.
root=$(disk root)
tries=0
while [ -z "$root" ] && [ "$tries" -lt 200 ]; do
    busybox usleep 50000
    tries=$((tries + 1))
    root=$(disk root)
done
if [ -z "$root" ] || ! busybox mount -t squashfs -o ro "$root" /root; then
    say "error: no root file system on a disk with serial 'root' (found '${root:-nothing}'); restarting in 10 s"
    busybox sleep 10
    busybox reboot -f
fi

busybox mount -t tmpfs -o mode=0755,nosuid,nodev tmpfs /root/run
data=$(disk data)
if [ -z "$data" ] || ! busybox mount -t ext4 -o nosuid,nodev,noexec,noatime "$data" /root/data; then
    say "warn: no usable data disk (found '${data:-nothing}'); what is saved now is lost at the next start"
    busybox mount -t tmpfs -o mode=0755,nosuid,nodev,noexec,size=16m tmpfs /root/data
fi

# A further disk may bring another app and a test agent, on machines whose command line says so.
case " $(busybox cat /proc/cmdline) " in
*" ferrule.extra=1 "*)
    extra=$(disk extra)
    busybox mkdir -p /root/run/extra
    if [ -z "$extra" ] || ! busybox mount -t squashfs -o ro,nosuid,nodev "$extra" /root/run/extra; then
        say "warn: no usable extra disk (found '${extra:-nothing}'), although the command line names one"
    fi
    ;;
esac

busybox mount --move /dev /root/dev
busybox mount --move /sys /root/sys
busybox mount --move /proc /root/proc
exec busybox switch_root /root /sbin/init
