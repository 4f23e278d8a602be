//! Networks: address sets. Routes, gateways and security groups come with the network model.

mod addresses;

pub use addresses::AddressSet;
