//! What is true of AWS: identity, addresses, IAM, network, data tables. Knows no rule.
//!
//! Works on values: a document may be known in part, and every answer has three values.

pub mod arn;
mod data_stores;
pub mod defaults;
pub mod functions;
pub mod iam;
pub mod identity;
pub mod location;
pub mod network;
mod table;
mod truth;
pub mod wildcard;

pub use data_stores::holds_data;
pub use truth::Truth;

#[cfg(test)]
mod testing;

use crate::terraform::DataSources;
use crate::value::Value;
use std::sync::Arc;

/// The data sources of which something is known without a cloud: it follows from what the configuration says.
#[derive(Clone, Copy, Default, Debug)]
pub struct AwsData;

impl DataSources for AwsData {
    fn read(&self, data_type: &str, config: &Value) -> Option<Vec<(Arc<str>, Value)>> {
        match data_type {
            "aws_iam_policy_document" => Some(iam::policy_document::read(config)),
            "aws_iam_policy" => {
                iam::managed::looked_up(config).map(|arn| vec![("arn".into(), arn)])
            }
            "aws_availability_zones" => location::zone_names(config).map(|names| vec![names]),
            _ => None,
        }
    }
}
