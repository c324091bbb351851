//! Rest: when nothing changes, nothing is drawn and nobody wakes.

use ferrule_harness::{BOOT_TIME_MAX, Result, Stick};

use crate::support::{ARM64, ARMV7, modelled, number};

/// Guest seconds that are watched.
const WATCHED_SECONDS: u64 = 5;
/// CPU time of all processes in that time, nanoseconds.
const CPU_NS_MAX: u64 = 5_000_000;
/// Wake-ups of a thread in that time. The status requests around it may cost one.
const WAKEUPS_MAX: u64 = 2;

/// Prints the CPU nanoseconds of all user processes but the agent's own, then waits, then prints
/// them again, in one command, so that only the wait lies between. Kernel threads have no command
/// line and are left out. `read` is the shell's own: looking costs the others nothing.
fn measurement() -> String {
    format!(
        r#"look() {{
    for task in /proc/[0-9]*/task/[0-9]*; do
        pid=${{task#/proc/}}; pid=${{pid%%/*}}
        case $pid in $$|$PPID) continue;; esac
        command=; read -r command <"/proc/$pid/cmdline" 2>/dev/null
        [ "$command" ] || continue
        read -r ns rest <"$task/schedstat" && echo "$1 $task $ns $command"
    done
}}
look before; sleep {WATCHED_SECONDS}; look after"#
    )
}

/// Sums the growth of each task; tasks that appear in between count in full.
fn growth_ns(text: &str) -> (u64, String) {
    let mut total = 0;
    let mut table = String::new();
    let rows: Vec<Vec<&str>> = text.lines().map(|line| line.split(' ').collect()).collect();
    for row in rows.iter().filter(|row| row[0] == "after") {
        let find = |other: &&Vec<&str>| other[0] == "before" && other[1] == row[1];
        let ns = |row: &Vec<&str>| row[2].parse::<u64>().expect("schedstat begins with a number");
        let grown = ns(row) - rows.iter().find(find).map_or(0, ns);
        total += grown;
        if grown > 0 {
            table += &format!("{} {}: {} us\n", row[1], row[3], grown / 1000);
        }
    }
    (total, table)
}

fn rests(board: &str) -> Result<()> {
    let mut stick = Stick::boot(modelled(board))?;
    let before = stick.wait_at_rest(BOOT_TIME_MAX)?;
    let text = stick.shell_ok(&measurement())?;
    let after = stick.status()?;
    for path in ["/frames/committed", "/frames/flips"] {
        assert_eq!(number(&before, path), number(&after, path), "{path}");
    }
    for path in ["/wakeups/display", "/wakeups/engine"] {
        let woken = number(&after, path) - number(&before, path);
        assert!(woken <= WAKEUPS_MAX, "{path}: {woken} in {WATCHED_SECONDS} s");
    }
    assert!(text.contains("ferrule-app"), "the measurement missed the app:\n{text}");
    let (total, table) = growth_ns(&text);
    assert!(total <= CPU_NS_MAX, "{total} ns of CPU in {WATCHED_SECONDS} s:\n{table}");
    stick.finish()
}

#[test]
fn nothing_runs_at_rest_on_arm64() -> Result<()> {
    rests(ARM64)
}

#[test]
fn nothing_runs_at_rest_on_armv7() -> Result<()> {
    rests(ARMV7)
}

#[test]
fn growth_is_counted_per_task() {
    let text = "before /proc/7/task/7 1000 a\nbefore /proc/7/task/8 5 a\n\
                after /proc/7/task/7 4000 a\nafter /proc/7/task/8 5 a\nafter /proc/9/task/9 2000 b";
    let (total, table) = growth_ns(text);
    assert_eq!((total, table.as_str()), (5000, "/proc/7/task/7 a: 3 us\n/proc/9/task/9 b: 2 us\n"));
}
