//! Prints the TypeScript of the table of calls; `cargo xtask bindings` writes it into the page's sources.

fn main() {
    print!("{}", haul_api::bindings::typescript());
}
