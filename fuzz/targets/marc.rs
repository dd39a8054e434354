#![no_main]
mod common;

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    // Records as XML, or as they are exchanged in ISO 2709.
    if data.len() % 2 == 0 {
        common::read(&[b"<collection xmlns=\"http://www.loc.gov/MARC21/slim\"><record>", data].concat());
    } else {
        common::read(&[b"00400nam a2200100 a 4500", data].concat());
    }
});
