#![no_main]
mod common;

libfuzzer_sys::fuzz_target!(init: common::prepare(), |data: &[u8]| common::read(data));
