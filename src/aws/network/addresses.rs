//! Sets of IP addresses, and whether a set is the internet.

use ipnet::{IpNet, Ipv4Net, Ipv6Net};
use std::net::{Ipv4Addr, Ipv6Addr};

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

/// A set of addresses made of CIDR ranges; what is no range is left out.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct AddressSet {
    /// Disjoint, as few as possible, sorted.
    v4: Vec<Ipv4Net>,
    v6: Vec<Ipv6Net>,
}

impl<'a> FromIterator<&'a str> for AddressSet {
    fn from_iter<I: IntoIterator<Item = &'a str>>(ranges: I) -> Self {
        let (mut v4, mut v6) = (Vec::new(), Vec::new());
        for range in ranges {
            match range.trim().parse() {
                Ok(IpNet::V4(net)) => v4.push(net),
                Ok(IpNet::V6(net)) => v6.push(net),
                Err(_) => {}
            }
        }
        Self {
            v4: Ipv4Net::aggregate(&v4),
            v6: Ipv6Net::aggregate(&v6),
        }
    }
}

impl AddressSet {
    pub const fn is_empty(&self) -> bool {
        self.v4.is_empty() && self.v6.is_empty()
    }

    /// Whether the set covers all public IPv4 addresses, or all global IPv6 addresses (`2000::/3`).
    pub fn covers_internet(&self) -> bool {
        self.covers_ipv4() || self.covers_ipv6()
    }

    fn covers_ipv4(&self) -> bool {
        if self.v4.is_empty() {
            return false;
        }
        let special = NOT_PUBLIC
            .iter()
            .filter_map(|&(address, prefix)| Ipv4Net::new(address, prefix).ok());
        let all: Vec<Ipv4Net> = self.v4.iter().copied().chain(special).collect();
        Ipv4Net::aggregate(&all)
            .iter()
            .any(|net| net.prefix_len() == 0)
    }

    fn covers_ipv6(&self) -> bool {
        let global = Ipv6Net::new(Ipv6Addr::new(0x2000, 0, 0, 0, 0, 0, 0, 0), 3);
        global.is_ok_and(|global| self.v6.iter().any(|net| net.contains(&global)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_internet() {
        for (ranges, expected) in [
            (&["0.0.0.0/0"][..], true),
            (&["::/0"], true),
            (&["2000::/3"], true),
            (&["0.0.0.0/1", "128.0.0.0/1"], true),
            (&["0.0.0.0/1", "128.0.0.0/2", "192.0.0.0/3"], true),
            (&["0.0.0.0/1"], false),
            (&["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"], false),
            (&["1.2.3.4/0"], true),
            (&["not a range"], false),
            (&[], false),
        ] {
            assert_eq!(
                ranges
                    .iter()
                    .copied()
                    .collect::<AddressSet>()
                    .covers_internet(),
                expected,
                "{ranges:?}"
            );
        }
    }

    proptest::proptest! {
        /// Splitting a range into its halves changes no set.
        #[test]
        fn halves_are_the_whole(address: u32, prefix in 0_u8..32) {
            let net = Ipv4Net::new(Ipv4Addr::from(address), prefix).unwrap().trunc();
            let halves: Vec<String> = net.subnets(prefix + 1).unwrap().map(|half| half.to_string()).collect();
            let split: AddressSet = halves.iter().map(String::as_str).collect();
            let whole: AddressSet = [net.to_string()].iter().map(String::as_str).collect();
            proptest::prop_assert_eq!(split, whole);
        }
    }
}
