//! Conversion of values to types, and the type that several values have in common.
