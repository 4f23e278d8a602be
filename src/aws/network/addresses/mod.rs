//! Sets of IP addresses with their algebra, and whether a set is the internet. Knows no values: `bounds` has those that are known in part.

use super::ranges::Ranges;
use ipnet::IpNet;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::LazyLock;

/// The two internets: an address of one reaches none of the other.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Family {
    V4,
    V6,
}

impl Family {
    pub const ALL: [Self; 2] = [Self::V4, Self::V6];

    const fn greatest(self) -> u128 {
        match self {
            Self::V4 => u32::MAX as u128,
            Self::V6 => u128::MAX,
        }
    }
}

/// IPv4 ranges that are not part of the internet: special-purpose addresses of RFC 6890.
/// A list that leaves them out and covers all others is open to the world.
const NOT_PUBLIC: &[(Ipv4Addr, u8)] = &[
    (Ipv4Addr::UNSPECIFIED, 8),
    (Ipv4Addr::new(10, 0, 0, 0), 8),
    (Ipv4Addr::new(100, 64, 0, 0), 10),
    (Ipv4Addr::new(127, 0, 0, 0), 8),
    (Ipv4Addr::new(169, 254, 0, 0), 16),
    (Ipv4Addr::new(172, 16, 0, 0), 12),
    (Ipv4Addr::new(192, 0, 0, 0), 24),
    (Ipv4Addr::new(192, 0, 2, 0), 24),
    (Ipv4Addr::new(192, 168, 0, 0), 16),
    (Ipv4Addr::new(198, 18, 0, 0), 15),
    (Ipv4Addr::new(198, 51, 100, 0), 24),
    (Ipv4Addr::new(203, 0, 113, 0), 24),
    (Ipv4Addr::new(224, 0, 0, 0), 3),
];

/// The global unicast addresses of IPv6, `2000::/3`.
const GLOBAL: (u128, u128) = (0x2000 << 112, (0x4000 << 112) - 1);

/// A set of addresses of both families.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct AddressSet {
    v4: Ranges,
    v6: Ranges,
}

/// Made of CIDR ranges; what is no range is left out.
impl<'a> FromIterator<&'a str> for AddressSet {
    fn from_iter<I: IntoIterator<Item = &'a str>>(ranges: I) -> Self {
        let nets = ranges
            .into_iter()
            .filter_map(|range| range.trim().parse::<IpNet>().ok());
        nets.collect()
    }
}

impl FromIterator<IpNet> for AddressSet {
    fn from_iter<I: IntoIterator<Item = IpNet>>(nets: I) -> Self {
        let (mut v4, mut v6) = (Vec::new(), Vec::new());
        for net in nets {
            let ends = (number(net.network()), number(net.broadcast()));
            match net {
                IpNet::V4(_) => v4.push(ends),
                IpNet::V6(_) => v6.push(ends),
            }
        }
        Self {
            v4: v4.into_iter().collect(),
            v6: v6.into_iter().collect(),
        }
    }
}

const fn number(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(address) => address.to_bits() as u128,
        IpAddr::V6(address) => address.to_bits(),
    }
}

impl AddressSet {
    /// All addresses of both families.
    pub fn all() -> Self {
        let [v4, v6] = Family::ALL.map(|family| [(0, family.greatest())].into_iter().collect());
        Self { v4, v6 }
    }

    pub const fn is_empty(&self) -> bool {
        self.v4.is_empty() && self.v6.is_empty()
    }

    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        self.with(other, Ranges::union)
    }

    #[must_use]
    pub fn intersect(&self, other: &Self) -> Self {
        self.with(other, Ranges::intersect)
    }

    /// What is in this set and not in the other.
    #[must_use]
    pub fn subtract(&self, other: &Self) -> Self {
        self.with(other, Ranges::subtract)
    }

    /// Whether all addresses of the other set are in this one.
    pub fn covers(&self, other: &Self) -> bool {
        other.subtract(self).is_empty()
    }

    /// Whether the sets have an address in common.
    pub fn intersects(&self, other: &Self) -> bool {
        !self.intersect(other).is_empty()
    }

    /// Whether the set covers all public IPv4 addresses, or all global IPv6 addresses (`2000::/3`).
    pub fn covers_internet(&self) -> bool {
        Family::ALL
            .into_iter()
            .any(|family| self.covers_internet_of(family))
    }

    /// Whether the set covers all public addresses of a family.
    pub fn covers_internet_of(&self, family: Family) -> bool {
        self.covers(Self::public(family))
    }

    /// The public addresses of a family.
    pub fn public(family: Family) -> &'static Self {
        static PUBLIC: LazyLock<[AddressSet; 2]> =
            LazyLock::new(|| Family::ALL.map(AddressSet::without_special));
        let [v4, v6] = &*PUBLIC;
        match family {
            Family::V4 => v4,
            Family::V6 => v6,
        }
    }

    fn without_special(family: Family) -> Self {
        match family {
            Family::V4 => {
                let special = NOT_PUBLIC
                    .iter()
                    .filter_map(|&(address, prefix)| IpNet::new(address.into(), prefix).ok());
                let special: Self = special.collect();
                Self {
                    v4: Self::all().v4.subtract(&special.v4),
                    v6: Ranges::default(),
                }
            }
            Family::V6 => Self {
                v4: Ranges::default(),
                v6: [GLOBAL].into_iter().collect(),
            },
        }
    }

    fn with(&self, other: &Self, operation: fn(&Ranges, &Ranges) -> Ranges) -> Self {
        Self {
            v4: operation(&self.v4, &other.v4),
            v6: operation(&self.v6, &other.v6),
        }
    }
}

#[cfg(test)]
mod tests;
