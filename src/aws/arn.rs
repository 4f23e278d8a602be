//! Amazon Resource Names, of any partition.
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html>

/// The pieces of `arn:partition:service:region:account:resource`; each may hold wildcards, region and account may be empty.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Arn<'a> {
    pub partition: &'a str,
    pub service: &'a str,
    pub region: &'a str,
    pub account: &'a str,
    /// Everything after the fifth colon; may hold colons.
    pub resource: &'a str,
}

impl<'a> Arn<'a> {
    /// The pieces of a text that is written as an ARN.
    pub fn parse(text: &'a str) -> Option<Self> {
        let mut pieces = text.splitn(6, ':');
        if pieces.next()? != "arn" {
            return None;
        }
        let mut next = || pieces.next();
        let arn = Self {
            partition: next()?,
            service: next()?,
            region: next()?,
            account: next()?,
            resource: next()?,
        };
        (!arn.resource.is_empty()).then_some(arn)
    }

    /// The kind of resource where the ARN names one: `role` in `role/admin`, `function` in `function:api`.
    pub fn resource_type(self) -> Option<&'a str> {
        let (kind, _) = self.resource.split_once(['/', ':'])?;
        Some(kind)
    }

    /// The resource without its kind: `admin` of `role/admin`, with its path (`job-function/x`) where it has one.
    pub fn resource_id(self) -> &'a str {
        self.resource
            .split_once(['/', ':'])
            .map_or(self.resource, |(_, id)| id)
    }
}

/// The account that a principal or an ARN belongs to: `123456789012`, `arn:aws:iam::123456789012:root`.
pub fn account(principal: &str) -> Option<&str> {
    let account = Arn::parse(principal).map_or(principal, |arn| arn.account);
    (account.len() == 12 && account.bytes().all(|byte| byte.is_ascii_digit())).then_some(account)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arns_come_apart() {
        let arn = Arn::parse("arn:aws-cn:iam::123456789012:role/path/admin").unwrap();
        assert_eq!(
            (arn.partition, arn.service, arn.region),
            ("aws-cn", "iam", "")
        );
        assert_eq!(arn.resource_type(), Some("role"));
        assert_eq!(arn.resource_id(), "path/admin");
        let function = Arn::parse("arn:aws:lambda:eu-west-1:123456789012:function:api:3").unwrap();
        assert_eq!(function.resource_id(), "api:3");
        let bucket = Arn::parse("arn:aws:s3:::logs").unwrap();
        assert_eq!(
            (bucket.resource_type(), bucket.resource_id()),
            (None, "logs")
        );
    }

    #[test]
    fn what_is_not_an_arn_is_none() {
        for text in [
            "",
            "*",
            "arn",
            "arn:aws:s3::",
            "arn:aws:s3:::",
            "urn:a:b:c:d:e",
        ] {
            assert_eq!(Arn::parse(text), None, "{text}");
        }
    }

    #[test]
    fn accounts_of_principals() {
        for (principal, expected) in [
            ("123456789012", Some("123456789012")),
            (
                "arn:aws-us-gov:iam::123456789012:root",
                Some("123456789012"),
            ),
            ("arn:aws:iam::*:root", None),
            ("*", None),
            ("12345678901a", None),
        ] {
            assert_eq!(account(principal), expected, "{principal}");
        }
    }
}
