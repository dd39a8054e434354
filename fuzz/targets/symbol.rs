#![no_main]
mod common;

libfuzzer_sys::fuzz_target!(init: common::prepare(), |data: &str| {
    for body in common::bodies() {
        let grammar = body.grammar();
        if let Ok(symbol) = grammar.parse(data) {
            // What is printed is read as the same symbol, and printed the same.
            let printed = symbol.to_string();
            let again = grammar.parse(&printed).expect("a printed symbol is a symbol");
            assert_eq!(again, symbol);
            assert_eq!(again.to_string(), printed);
        }
        let _ = grammar.parse_all(data);
    }
});
