#![no_main]
mod common;

libfuzzer_sys::fuzz_target!(init: common::prepare(), |data: &[u8]| {
    common::read_as(b"<akomaNtoso xmlns=\"http://docs.oasis-open.org/legaldocml/ns/akn/3.0\">", data)
});
