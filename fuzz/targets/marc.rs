#![no_main]
mod common;

libfuzzer_sys::fuzz_target!(init: common::prepare(), |data: &[u8]| {
    // Records as XML, or as they are exchanged in ISO 2709.
    match data {
        [b'<', ..] => common::read_as(b"<collection xmlns=\"http://www.loc.gov/MARC21/slim\"><record>", data),
        [b'0'..=b'9', ..] => common::read(data),
        _ => common::read(&[b"00400nam a2200100 a 4500", data].concat()),
    }
});
