//! Prints what the display hardware can do. On a device `ferrule probe` does the same.

fn main() {
    print!("{}", ferrule_kms::probe::report(&ferrule_kms::DisplayPolicy::default()));
}
