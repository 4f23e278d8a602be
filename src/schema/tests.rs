//! The table as a whole, and facts about well-known types.

use super::*;

#[test]
fn every_line_decodes() {
    for table in tables() {
        for section in [Section::Resource, Section::DataSource, Section::Ephemeral, Section::Provider] {
            for name in table.names(section) {
                let (_, text) = table.entry(section, name).unwrap_or_else(|| panic!("{name} is not found"));
                let schema = decode::schema(table, text);
                assert!(schema.is_some(), "{name} does not decode: {text}");
            }
        }
    }
}
