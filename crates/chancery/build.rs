//! The bodies and samples are carried inside the binary: it is built anew when one of them changes.

fn main() {
    println!("cargo:rerun-if-changed=../../bodies");
    println!("cargo:rerun-if-changed=../../examples");
}
