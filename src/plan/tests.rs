//! Plans of our own, read and aligned.
