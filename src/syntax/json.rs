//! (being written) HCL's JSON syntax.
use super::Parsed;
use crate::source::SourceFile;
use std::sync::Arc;
pub(super) fn parse(source: &Arc<SourceFile>) -> Parsed {
    super::native::parse(source)
}
