//! Availability zones: whether subnets lie in at least two of them. Knows `aws_subnet` and its data source, and no route.

use crate::graph::{Graph, NodeIndex};
use crate::value::{Reason, Symbol, Value};

/// One element of a list of subnets or zones.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Place {
    /// A zone by its name (`eu-west-1a`) or id (`euw1-az1`).
    Zone(String),
    /// A zone that is not known by name; equal symbols are the same zone.
    Symbol(Symbol),
    /// One zone, and why it is not known which.
    Somewhere(Vec<Reason>),
    /// Any number of zones.
    Anywhere(Vec<Reason>),
}

/// Whether the subnets, or zones, that the attribute at `path` names lie in at least two availability zones, or why that cannot be known.
/// True also where nothing is named: AWS decides then, or refuses.
pub fn multi_az(graph: &Graph<'_>, node: NodeIndex, path: &str) -> Result<bool, Vec<Reason>> {
    let mut places: Vec<Place> = Vec::new();
    for value in graph.values_at(node, path) {
        if is_computed(graph, node, &value) {
            continue;
        }
        if let Some(place) = place(graph, &value)
            && (matches!(place, Place::Somewhere(_)) || !places.contains(&place))
        {
            places.push(place);
        }
    }
    let several = places.iter().enumerate().any(|(index, one)| {
        places
            .iter()
            .skip(index + 1)
            .any(|other| differ(one, other))
    });
    match places.as_slice() {
        [] => Ok(true),
        _ if several => Ok(true),
        [Place::Zone(_) | Place::Symbol(_) | Place::Somewhere(_)] => Ok(false),
        _ => Err(reasons(&places)),
    }
}

fn place(graph: &Graph<'_>, value: &Value) -> Option<Place> {
    if let Some(text) = value.as_str() {
        return Some(if text.starts_with("subnet-") {
            subnet_by_id(graph, text)
        } else {
            Place::Zone(text.to_string())
        });
    }
    let unknown = value.as_unknown()?;
    let Some(symbol) = &unknown.symbol else {
        return Some(Place::Anywhere(unknown.reasons.to_vec()));
    };
    let subnet = graph.find(&symbol.instance).filter(|&node| {
        let subject = graph.instance(node).subject();
        symbol.path.as_ref() == "id" && (subject == "aws_subnet" || subject == "data.aws_subnet")
    });
    Some(match subnet {
        Some(subnet) => zone_of(graph, subnet),
        None => zone_symbol(value, symbol),
    })
}

/// A literal subnet id lies in one zone; equal ids lie in the same.
fn subnet_by_id(graph: &Graph<'_>, id: &str) -> Place {
    match graph.called("aws_subnet", id).first() {
        Some(&node) => zone_of(graph, node),
        None => Place::Symbol(Symbol {
            instance: id.into(),
            path: "availability_zone".into(),
        }),
    }
}

/// The zone of a subnet: what its arguments say, or what AWS will have chosen.
fn zone_of(graph: &Graph<'_>, subnet: NodeIndex) -> Place {
    let instance = graph.instance(subnet);
    let set = ["availability_zone", "availability_zone_id"]
        .into_iter()
        .filter_map(|name| instance.value.field(name))
        .find(|value| !value.is_null() && !is_computed(graph, subnet, value));
    let set = set.as_ref();
    if let Some(text) = set.and_then(Value::as_str) {
        return Place::Zone(text.to_string());
    }
    if let Some(why) = instance.exists_perhaps() {
        return Place::Anywhere(vec![why]);
    }
    match set.and_then(|value| Some((value, value.as_unknown()?))) {
        Some((value, unknown)) => match &unknown.symbol {
            Some(symbol) => zone_symbol(value, symbol),
            None => Place::Somewhere(unknown.reasons.to_vec()),
        },
        None => Place::Symbol(Symbol {
            instance: instance.address.clone(),
            path: "availability_zone".into(),
        }),
    }
}

/// Whether an attribute of an instance is left to AWS.
fn is_computed(graph: &Graph<'_>, node: NodeIndex, value: &Value) -> bool {
    let symbol = value
        .as_unknown()
        .and_then(|unknown| unknown.symbol.as_ref());
    symbol.is_some_and(|symbol| symbol.instance == graph.instance(node).address)
}

/// A value that is one element of something not known yet; a whole list may be any number of zones.
fn zone_symbol(value: &Value, symbol: &Symbol) -> Place {
    match value.as_unknown() {
        Some(unknown) if unknown.ty != crate::value::Type::String => {
            Place::Anywhere(unknown.reasons.to_vec())
        }
        _ => Place::Symbol(symbol.clone()),
    }
}

/// Whether two places are in different zones for certain: two names, two ids, or two elements of the list of all zones.
fn differ(one: &Place, other: &Place) -> bool {
    match (one, other) {
        (Place::Zone(one), Place::Zone(other)) => one != other && is_id(one) == is_id(other),
        (Place::Symbol(one), Place::Symbol(other)) => {
            one.instance == other.instance
                && one.instance.contains("data.aws_availability_zones.")
                && list(&one.path).is_some_and(|list_of_one| list(&other.path) == Some(list_of_one))
                && one.path != other.path
        }
        _ => false,
    }
}

/// `names[0]` → `names`.
fn list(path: &str) -> Option<&str> {
    path.split_once('[').map(|(list, _)| list)
}

/// Ids (`use1-az2`) and names (`us-east-1a`) of zones cannot be compared: each account has its own order.
fn is_id(zone: &str) -> bool {
    zone.rsplit_once("-az").is_some_and(|(_, number)| {
        !number.is_empty() && number.bytes().all(|digit| digit.is_ascii_digit())
    })
}

fn reasons(places: &[Place]) -> Vec<Reason> {
    let mut reasons: Vec<Reason> = Vec::new();
    for place in places {
        match place {
            Place::Zone(_) => {}
            Place::Symbol(symbol) => reasons.push(Reason::Computed {
                symbol: symbol.clone().into(),
            }),
            Place::Somewhere(why) | Place::Anywhere(why) => reasons.extend(why.iter().cloned()),
        }
    }
    if reasons.is_empty() {
        reasons.push(Reason::Other(
            "names and ids of availability zones are mixed".into(),
        ));
    }
    Reason::distinct(reasons)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(index: usize) -> Place {
        Place::Symbol(Symbol {
            instance: "data.aws_availability_zones.available".into(),
            path: format!("names[{index}]").into(),
        })
    }

    fn zone(name: &str) -> Place {
        Place::Zone(name.to_owned())
    }

    #[test]
    fn what_differs_for_certain() {
        let id = Place::Symbol(Symbol {
            instance: "data.aws_availability_zones.available".into(),
            path: "zone_ids[1]".into(),
        });
        let chosen = |instance: &str| {
            Place::Symbol(Symbol {
                instance: instance.into(),
                path: "availability_zone".into(),
            })
        };
        for (one, other, expected) in [
            (zone("eu-west-1a"), zone("eu-west-1b"), true),
            (zone("eu-west-1a"), zone("eu-west-1a"), false),
            (zone("euw1-az1"), zone("euw1-az2"), true),
            // The same zone may have both.
            (zone("eu-west-1a"), zone("euw1-az2"), false),
            (name(0), name(1), true),
            (name(0), id, false),
            (name(0), zone("eu-west-1a"), false),
            (chosen("aws_subnet.a"), chosen("aws_subnet.b"), false),
        ] {
            assert_eq!(differ(&one, &other), expected, "{one:?} {other:?}");
            assert_eq!(differ(&other, &one), expected, "{other:?} {one:?}");
        }
    }
}
