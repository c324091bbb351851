//! Boots boards in QEMU, presses their keys and reads their screens.
