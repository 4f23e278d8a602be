//! Networks: address sets. Routes, gateways and security groups come with the network model.

mod addresses;
pub mod security_group;

pub use addresses::AddressSet;
