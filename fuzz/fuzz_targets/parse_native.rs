#![no_main]

mod walk;

use groundrules::source::Sources;
use groundrules::syntax;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    walk::walk(&syntax::parse(&Sources::new().add("main.tf", text)));
});
