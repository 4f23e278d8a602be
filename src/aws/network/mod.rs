//! Networks: address sets. Routes, gateways and security groups come with the network model.

mod addresses;
mod zones;

pub use addresses::AddressSet;
pub use zones::multi_az;
