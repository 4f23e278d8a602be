//! `cidrhost`, `cidrnetmask`, `cidrsubnet`, `cidrsubnets`: arithmetic of IP prefixes.
//!
//! Addresses are read as Terraform reads them: leading zeros are allowed and decimal, host bits are masked away.

use super::arguments::{Arguments, Refusal, wrong, wrong_argument};
use super::signature::{Function, Parameter, Want};
use crate::value::Value;
use std::fmt;
use std::net::{Ipv4Addr, Ipv6Addr};

const PREFIX: Parameter = Parameter::new("prefix", Want::String);

pub(super) const FUNCTIONS: &[Function] = &[
    Function::new(
        "cidrhost",
        &[PREFIX, Parameter::new("hostnum", Want::Number)],
        Want::String,
        host,
    ),
    Function::new("cidrnetmask", &[PREFIX], Want::String, netmask),
    Function::new(
        "cidrsubnet",
        &[
            PREFIX,
            Parameter::new("newbits", Want::Number),
            Parameter::new("netnum", Want::Number),
        ],
        Want::String,
        subnet,
    ),
    Function::new("cidrsubnets", &[PREFIX], Want::ListOfString, subnets)
        .variadic(Parameter::new("newbits", Want::Number)),
];

/// An address of 32 or 128 bits.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Address {
    bits: u32,
    number: u128,
}

/// The mapped address prints as the IPv4 address that it stands for.
impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let v4 = u32::try_from(self.number & 0xffff_ffff).unwrap_or(0);
        if self.bits == 32 || self.number >> 32 == 0xffff {
            write!(f, "{}", Ipv4Addr::from(v4))
        } else {
            write!(f, "{}", Ipv6Addr::from(self.number))
        }
    }
}

/// A prefix whose host bits are zero.
#[derive(Clone, Copy)]
struct Network {
    address: Address,
    length: u32,
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.address, self.length)
    }
}

/// A number with this many ones at its end.
fn ones(count: u32) -> u128 {
    u128::MAX.checked_shr(128 - count.min(128)).unwrap_or(0)
}

impl Network {
    fn new(address: Address, length: u32) -> Self {
        let hosts = ones(address.bits - length);
        Self {
            address: Address {
                number: address.number & !hosts,
                ..address
            },
            length,
        }
    }

    fn parse(text: &str) -> Option<Self> {
        let (address, length) = text.split_once('/')?;
        let address = parse_v4(address)
            .map(|number| Address {
                bits: 32,
                number: u128::from(number),
            })
            .or_else(|| parse_v6(address).map(|number| Address { bits: 128, number }))?;
        let length = decimal(length).filter(|&length| length <= address.bits)?;
        Some(Self::new(address, length))
    }

    /// An IPv4 address in the form of IPv6: Terraform's arithmetic mixes up the two, and gives what nobody means.
    fn is_mapped(&self) -> bool {
        self.address.bits == 128 && self.address.number >> 32 == 0xffff
    }

    fn host_bits(&self) -> u32 {
        self.address.bits - self.length
    }

    fn last(&self) -> u128 {
        self.address.number | ones(self.host_bits())
    }

    fn at(&self, number: u128) -> Address {
        Address {
            number,
            ..self.address
        }
    }
}

/// Digits only, however many zeros they start with.
fn decimal(text: &str) -> Option<u32> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if digits { text.parse().ok() } else { None }
}

fn parse_v4(text: &str) -> Option<u32> {
    let mut number = 0;
    let mut count = 0;
    for part in text.split('.') {
        number = (number << 8) | decimal(part).filter(|&part| part <= 255)?;
        count += 1;
        if count > 4 {
            return None;
        }
    }
    (count == 4).then_some(number)
}

fn parse_v6(text: &str) -> Option<u128> {
    // Leading zeros beyond four digits are allowed here, and decimal ones in a final IPv4 address.
    let groups: Vec<String> = text
        .split(':')
        .map(|group| match parse_v4(group) {
            Some(number) => Ipv4Addr::from(number).to_string(),
            None if group.len() > 4 => {
                let trimmed = group.trim_start_matches('0');
                if trimmed.is_empty() { "0" } else { trimmed }.to_owned()
            }
            None => group.to_owned(),
        })
        .collect();
    let address: Ipv6Addr = groups.join(":").parse().ok()?;
    Some(u128::from(address))
}

fn network(arguments: &Arguments<'_>) -> Result<Network, Refusal> {
    let text = arguments.text(0)?;
    let network = Network::parse(text)
        .ok_or_else(|| wrong_argument(0, format!("`{text}` is not a valid CIDR block")))?;
    if network.is_mapped() {
        return Err(arguments.unknowable("is not defined for IPv4 addresses in IPv6 form"));
    }
    Ok(network)
}

/// A whole number of any size that matters; beyond, no network has room.
fn whole(arguments: &Arguments<'_>, number: usize) -> Result<i128, Refusal> {
    arguments
        .number(number)?
        .to_radix(10)
        .ok_or_else(|| wrong_argument(number, "a whole number is required"))?
        .parse()
        .map_err(|_| wrong_argument(number, "the number is too large"))
}

/// Up to here Terraform compares the number of a host correctly.
const MOST_HOSTS: u64 = i64::MAX as u64;

fn host(arguments: &Arguments<'_>) -> Result<Value, Refusal> {
    let number = whole(arguments, 1)?;
    let network = network(arguments)?;
    let most = ones(network.host_bits());
    if network.address.bits == 128 && u64::try_from(number).is_ok_and(|number| number > MOST_HOSTS)
    {
        // Terraform compares a number that has wrapped round, and takes it.
        return Err(arguments.unknowable("is not defined beyond the prefix"));
    }
    let offset = if number < 0 {
        // Counted from the end: -1 is the last address.
        most.checked_sub(number.unsigned_abs() - 1)
    } else {
        Some(number.unsigned_abs())
    };
    if network.host_bits() >= 63 && number >= 0 && number.unsigned_abs() > most {
        // Terraform does not notice, and gives an address outside of the prefix.
        return Err(arguments.unknowable("is not defined beyond the prefix"));
    }
    let offset = offset.filter(|&offset| offset <= most).ok_or_else(|| {
        wrong_argument(
            1,
            format!(
                "a prefix of {} bits has no host with the number {number}",
                network.length
            ),
        )
    })?;
    let address = network.at(network.address.number | offset);
    arguments.string(address.to_string())
}

fn netmask(arguments: &Arguments<'_>) -> Result<Value, Refusal> {
    let network = network(arguments)?;
    if network.address.bits != 32 {
        return Err(wrong_argument(0, "IPv6 prefixes have no netmask"));
    }
    let mask = network.at(ones(32) & !ones(network.host_bits()));
    arguments.string(mask.to_string())
}

fn subnet(arguments: &Arguments<'_>) -> Result<Value, Refusal> {
    let bits = arguments.integer(1)?;
    let number = whole(arguments, 2)?;
    let network = network(arguments)?;
    // Terraform computes with negative numbers, but what comes out is no subnet.
    let bits = u32::try_from(bits)
        .map_err(|_| arguments.unknowable("is not defined for negative numbers"))?;
    if number < 0 {
        return Err(arguments.unknowable("is not defined for negative numbers"));
    }
    let length = network
        .length
        .checked_add(bits)
        .filter(|&length| length <= network.address.bits)
        .ok_or_else(|| {
            wrong_argument(
                1,
                format!(
                    "a prefix of {} bits cannot be extended by {bits}",
                    network.length
                ),
            )
        })?;
    let number = u128::try_from(number)
        .ok()
        .filter(|&number| number <= ones(bits))
        .ok_or_else(|| {
            wrong_argument(
                2,
                format!("{bits} new bits have no subnet with the number {number}"),
            )
        })?;
    let shift = network.address.bits - length;
    let offset = number.checked_shl(shift).unwrap_or(0);
    let subnet = Network::new(network.at(network.address.number | offset), length);
    arguments.string(subnet.to_string())
}

/// Consecutive subnets, each aligned to its own size.
fn subnets(arguments: &Arguments<'_>) -> Result<Value, Refusal> {
    let network = network(arguments)?;
    let mut found = Vec::new();
    // Terraform looks for the subnet before the first one, and does not find any before address zero.
    let mut next = Some(network.address.number).filter(|&start| start != 0);
    for number in 1..arguments.len() {
        let bits = arguments.integer(number)?;
        if bits < 1 {
            return Err(wrong_argument(number, "at least one new bit is required"));
        }
        let bits = u32::try_from(bits)
            .ok()
            .filter(|&bits| bits <= 32)
            .ok_or_else(|| wrong_argument(number, "more than 32 new bits are not allowed"))?;
        let length = network.length + bits;
        if length > network.address.bits {
            return Err(wrong_argument(
                number,
                format!("an address has no prefix of {length} bits"),
            ));
        }
        let size = ones(network.address.bits - length);
        let start = next
            .and_then(|next| next.checked_add(size))
            .map(|end| end & !size)
            .filter(|&start| start <= network.last())
            .ok_or_else(|| wrong(format!("no room is left for a prefix of {length} bits")))?;
        let subnet = Network::new(network.at(start), length);
        next = subnet.last().checked_add(1);
        found.push(subnet.to_string());
    }
    arguments.strings(found)
}
