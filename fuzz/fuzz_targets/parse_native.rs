#![no_main]

mod parsed;

use groundrules::syntax;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| parsed::try_text("main.tf", text, syntax::parse));
