//! Networks: address sets, routes and subnets, security groups, network ACLs, and who is reached by whom. Knows no rule.
//!
//! [`Network`] is built once for a root module. Its answers have three values: what is unknown on a way is named, and one closed hop closes the way.

mod acls;
mod addresses;
mod bounds;
mod chain;
mod class;
mod covering;
mod default_groups;
mod exposure;
mod groups;
mod kept;
mod kinds;
mod listeners;
mod model;
mod names;
mod placement;
mod prefix_lists;
mod proof;
mod public_address;
mod ranges;
mod reach;
mod routes;
pub mod security_group;
mod strays;
mod subnets;
mod targets;
mod zones;

pub use addresses::{AddressSet, Family};
pub use bounds::Bounds;
pub use class::Class;
pub use exposure::Exposure;
pub use groups::{GroupRule, Ports};
pub use kinds::Tier;
pub use model::Network;
pub use names::Key;
pub use placement::{Placed, Placement};
pub use proof::{Hop, Proof};

pub use zones::multi_az;
