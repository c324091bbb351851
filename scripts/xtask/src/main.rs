//! Build, run and test logic behind the scripts.

fn main() {}
