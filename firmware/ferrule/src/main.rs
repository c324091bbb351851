//! The stick process.

fn main() {
    println!("ferrule");
}
