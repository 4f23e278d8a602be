//! Networks: address sets, security groups, availability zones. Routes and gateways come with the network model.

mod addresses;
pub mod security_group;
mod zones;

pub use addresses::AddressSet;
pub use zones::multi_az;
