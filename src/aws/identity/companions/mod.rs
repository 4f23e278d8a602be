//! The table of companions: resources that say something of another one, and the argument that says of which.
//!
//! Source: the pages of the companions in the Terraform AWS provider's documentation
//! (<https://registry.terraform.io/providers/hashicorp/aws/latest/docs>); for alarms the dimensions that each service publishes
//! (<https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/aws-services-cloudwatch-metrics.html>).

mod compute;
mod databases;
mod identities;
mod monitoring;
mod network;
mod services;
mod storage;

/// The paths at which instances of the type `companion` name an instance of the type `parent`.
pub fn companions(companion: &str, parent: &str) -> impl Iterator<Item = &'static str> {
    let fits =
        move |entry: &&Entry| entry.types.contains(&companion) && entry.parents.contains(&parent);
    all()
        .filter(fits)
        .flat_map(|entry| entry.paths.iter().copied())
}

/// Types that name parents of one of some types at all of these paths.
struct Entry {
    types: &'static [&'static str],
    paths: &'static [&'static str],
    parents: &'static [&'static str],
}

const fn entry(
    types: &'static [&'static str],
    paths: &'static [&'static str],
    parents: &'static [&'static str],
) -> Entry {
    Entry {
        types,
        paths,
        parents,
    }
}

/// All pairs: companion, path, parent.
#[cfg(test)]
pub(super) fn pairs() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    all().flat_map(|entry| {
        let types = entry.types.iter();
        types.flat_map(move |companion| {
            let paths = entry.paths.iter();
            paths.flat_map(move |path| {
                let parents = entry.parents.iter();
                parents.map(move |parent| (*companion, *path, *parent))
            })
        })
    })
}

/// All tables.
fn all() -> impl Iterator<Item = &'static Entry> {
    let tables = [
        compute::TABLE,
        databases::TABLE,
        identities::TABLE,
        monitoring::TABLE,
        network::TABLE,
        services::TABLE,
        storage::TABLE,
    ];
    tables.into_iter().flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_and_paths_exist() {
        for entry in all() {
            for parent in entry.parents {
                assert!(crate::schema::resource(parent).is_some(), "{parent}");
            }
            for companion in entry.types {
                let schema =
                    crate::schema::resource(companion).unwrap_or_else(|| panic!("{companion}"));
                let known = |path: &&&str| schema.has(path.split('.').next().unwrap());
                assert!(
                    entry.paths.iter().any(|path| known(&path)),
                    "{companion} {:?}",
                    entry.paths
                );
            }
            for path in entry.paths {
                let has = |companion: &&&str| {
                    crate::schema::resource(companion)
                        .is_some_and(|schema| schema.has(path.split('.').next().unwrap()))
                };
                assert!(
                    entry.types.iter().any(|companion| has(&companion)),
                    "{path}"
                );
            }
        }
    }

    #[test]
    fn the_table_answers() {
        let paths = |companion, parent| companions(companion, parent).collect::<Vec<_>>();
        assert_eq!(
            paths("aws_s3_bucket_versioning", "aws_s3_bucket"),
            ["bucket"]
        );
        assert_eq!(
            paths("aws_appautoscaling_target", "aws_ecs_service"),
            ["resource_id"]
        );
        assert_eq!(
            paths("aws_cloudwatch_metric_alarm", "aws_db_instance"),
            [
                "dimensions.DBInstanceIdentifier",
                "metric_query.metric.dimensions.DBInstanceIdentifier"
            ]
        );
        assert_eq!(paths("aws_s3_bucket", "aws_s3_bucket_versioning"), [""; 0]);
    }
}
