use super::*;
use ipnet::{Ipv4Net, Ipv6Net};
use proptest::prelude::*;
use std::net::Ipv6Addr;

impl AddressSet {
    fn complement(&self) -> Self {
        Self::all().subtract(self)
    }
}

fn set(ranges: &[&str]) -> AddressSet {
    ranges.iter().copied().collect()
}

#[test]
fn the_internet() {
    for (ranges, expected) in [
        (&["0.0.0.0/0"][..], true),
        (&["::/0"], true),
        (&["2000::/3"], true),
        (&["::/1", "8000::/1"], true),
        (&["2000::/4", "3000::/4"], true),
        (&["2000::/4"], false),
        (&["0.0.0.0/1", "128.0.0.0/1"], true),
        (&["0.0.0.0/1", "128.0.0.0/2", "192.0.0.0/3"], true),
        (&["0.0.0.0/1"], false),
        (&["0.0.0.0/1", "8000::/1"], false),
        (&["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"], false),
        (&["1.2.3.4/0"], true),
        (&["not a range"], false),
        (&[], false),
    ] {
        assert_eq!(set(ranges).covers_internet(), expected, "{ranges:?}");
    }
}

#[test]
fn all_but_the_private_ranges_is_the_internet_and_all_but_a_public_one_is_not() {
    let private = set(&["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"]);
    assert!(private.complement().covers_internet_of(Family::V4));
    assert!(
        !set(&["8.8.8.8/32"])
            .complement()
            .covers_internet_of(Family::V4)
    );
    assert!(!private.intersects(AddressSet::public(Family::V4)));
}

#[test]
fn known_sums() {
    for (one, operation, two, expected) in [
        (
            &["10.0.0.0/9"][..],
            "+",
            &["10.128.0.0/9"][..],
            &["10.0.0.0/8"][..],
        ),
        (&["10.0.0.0/8"], "-", &["10.128.0.0/9"], &["10.0.0.0/9"]),
        (&["10.0.0.0/8"], "-", &["10.0.0.0/8"], &[]),
        (
            &["10.0.0.0/24", "10.0.2.0/24"],
            "-",
            &["10.0.0.128/25", "10.0.2.0/25"],
            &["10.0.0.0/25", "10.0.2.128/25"],
        ),
        (&["10.0.0.0/24", "10.0.2.0/24"], "-", &["10.0.0.0/22"], &[]),
        (&["0.0.0.0/0"], "-", &["128.0.0.0/1"], &["0.0.0.0/1"]),
        (
            &["10.0.0.0/8"],
            "&",
            &["10.1.0.0/16", "11.0.0.0/8"],
            &["10.1.0.0/16"],
        ),
        (&["10.0.0.0/8"], "&", &["fd00::/8"], &[]),
        (&["::/0"], "-", &["8000::/1"], &["::/1"]),
    ] {
        let (one, two) = (set(one), set(two));
        let found = match operation {
            "+" => one.union(&two),
            "-" => one.subtract(&two),
            _ => one.intersect(&two),
        };
        assert_eq!(found, set(expected), "{one:?} {operation} {two:?}");
    }
}

/// Ranges of both families; of IPv4 in few networks, so that they meet often.
fn nets() -> impl Strategy<Value = IpNet> {
    let v4 = (any::<u32>(), 0_u8..=32, any::<bool>()).prop_map(|(address, prefix, near)| {
        let address = if near { address & 0x0a00_00ff } else { address };
        IpNet::V4(Ipv4Net::new(Ipv4Addr::from(address), prefix).unwrap())
    });
    let v6 = (any::<u128>(), 0_u8..=128).prop_map(|(address, prefix)| {
        IpNet::V6(Ipv6Net::new(Ipv6Addr::from(address), prefix).unwrap())
    });
    prop_oneof![3 => v4, 1 => v6]
}

fn sets() -> impl Strategy<Value = AddressSet> {
    prop::collection::vec(nets(), 0..8).prop_map(|nets| nets.into_iter().collect())
}

proptest! {
    /// The laws of a Boolean algebra; sets that are equal have equal representations.
    #[test]
    fn laws_of_sets(a in sets(), b in sets(), c in sets()) {
        prop_assert_eq!(a.union(&b), b.union(&a));
        prop_assert_eq!(a.intersect(&b), b.intersect(&a));
        prop_assert_eq!(a.union(&b).union(&c), a.union(&b.union(&c)));
        prop_assert_eq!(a.intersect(&b).intersect(&c), a.intersect(&b.intersect(&c)));
        prop_assert_eq!(a.intersect(&b.union(&c)), a.intersect(&b).union(&a.intersect(&c)));
        prop_assert_eq!(a.union(&b.intersect(&c)), a.union(&b).intersect(&a.union(&c)));
        prop_assert_eq!(a.union(&b).complement(), a.complement().intersect(&b.complement()));
        prop_assert_eq!(a.complement().complement(), a.clone());
        prop_assert_eq!(a.union(&a.intersect(&b)), a.clone());
        prop_assert_eq!(a.subtract(&b), a.intersect(&b.complement()));
        prop_assert!(a.intersect(&a.complement()).is_empty());
        prop_assert_eq!(a.union(&a.complement()), AddressSet::all());
    }

    #[test]
    fn laws_of_covering(a in sets(), b in sets(), c in sets()) {
        prop_assert!(a.union(&b).covers(&a));
        prop_assert!(a.covers(&a.intersect(&b)));
        prop_assert_eq!(a.covers(&b), a.union(&b) == a);
        prop_assert_eq!(a.intersects(&b), !a.covers(&b) && !a.intersect(&b).is_empty() || a.covers(&b) && !b.is_empty());
        // Covering goes through: what covers a cover covers.
        prop_assert!(!(a.covers(&b) && b.covers(&c)) || a.covers(&c));
        // More ranges never close what is open.
        prop_assert!(!a.covers_internet() || a.union(&b).covers_internet());
    }

    /// Splitting a range into its halves changes no set.
    #[test]
    fn halves_are_the_whole(address: u32, prefix in 0_u8..32) {
        let net = Ipv4Net::new(Ipv4Addr::from(address), prefix).unwrap().trunc();
        let halves: AddressSet = net.subnets(prefix + 1).unwrap().map(IpNet::V4).collect();
        let whole: AddressSet = [IpNet::V4(net)].into_iter().collect();
        prop_assert_eq!(halves, whole);
    }

    /// The algebra agrees with asking each address.
    #[test]
    fn membership(a in sets(), b in sets(), address: u32) {
        let one: AddressSet = [IpNet::from(IpAddr::V4(Ipv4Addr::from(address & 0x0a00_00ff)))].into_iter().collect();
        let (in_a, in_b) = (a.covers(&one), b.covers(&one));
        prop_assert_eq!(a.union(&b).covers(&one), in_a || in_b);
        prop_assert_eq!(a.intersect(&b).covers(&one), in_a && in_b);
        prop_assert_eq!(a.subtract(&b).covers(&one), in_a && !in_b);
        prop_assert_eq!(a.complement().covers(&one), !in_a);
    }
}
