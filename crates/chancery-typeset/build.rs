//! Unpacks the Chinese faces, which are kept compressed beside the others, so that the program has them without unpacking
//! them each time it starts.

use std::{env, fs::File, io, path::Path};

const FACES: [&str; 2] = ["NotoSerifSC_400Regular.ttf", "NotoSerifSC_700Bold.ttf"];

fn main() -> io::Result<()> {
    let from = Path::new("../../assets/fonts");
    let to = env::var_os("OUT_DIR").ok_or_else(|| io::Error::other("cargo gives OUT_DIR"))?;
    for face in FACES {
        let packed = from.join(format!("{face}.br"));
        println!("cargo::rerun-if-changed={}", packed.display());
        let mut unpacked = brotli_decompressor::Decompressor::new(File::open(&packed)?, 1 << 16);
        io::copy(&mut unpacked, &mut File::create(Path::new(&to).join(face))?)?;
    }
    println!("cargo::rerun-if-changed=build.rs");
    Ok(())
}
