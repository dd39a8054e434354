#![no_main]
mod common;

libfuzzer_sys::fuzz_target!(init: common::prepare(), |data: &[u8]| {
    common::read_as(b"From: a@merovia.example\r\nMIME-Version: 1.0\r\nSubject: a letter\r\n", data)
});
