//! What kind of subnet a subnet is: public, private or isolated. Knows not how that is found out: `subnets` does.

use super::proof::{Hop, Proof};
use crate::aws::Truth;
use crate::value::Reason;

/// What kind of subnet it is.
#[derive(Clone, Debug)]
pub struct Class {
    /// A route brings the internet's addresses to an internet gateway; the hops are gateway, routes, association, subnet.
    pub public: Proof,
    /// Another way leads out of the VPC: NAT, transit gateway, peering, endpoint.
    pub leads_out: Truth,
    /// The hops of that way.
    pub detour: Vec<Hop>,
}

impl Class {
    /// `public`, `private` (with a way out) or `isolated`; `Err` is why it is not known.
    pub fn name(&self) -> Result<&'static str, Vec<Reason>> {
        match (&self.public, &self.leads_out) {
            (Proof::Open(_), _) => Ok("public"),
            (Proof::Closed, Truth::True) => Ok("private"),
            (Proof::Closed, Truth::False) => Ok("isolated"),
            (Proof::Unknown(reasons), _) | (_, Truth::Unknown(reasons)) => Err(reasons.clone()),
        }
    }
}
