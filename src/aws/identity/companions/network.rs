//! Companions of networks, security groups, load balancers and what guards them.

use super::{Entry, entry};

const LOAD_BALANCER: &[&str] = &["aws_lb", "aws_alb"];
const LISTENER: &[&str] = &["aws_lb_listener", "aws_alb_listener"];

pub(super) const TABLE: &[Entry] = &[
    entry(
        &[
            "aws_security_group_rule",
            "aws_vpc_security_group_ingress_rule",
            "aws_vpc_security_group_egress_rule",
        ],
        &["security_group_id"],
        &["aws_security_group", "aws_default_security_group"],
    ),
    entry(
        &["aws_network_acl_rule", "aws_network_acl_association"],
        &["network_acl_id"],
        &["aws_network_acl", "aws_default_network_acl"],
    ),
    entry(
        &[
            "aws_route",
            "aws_route_table_association",
            "aws_main_route_table_association",
            "aws_vpc_endpoint_route_table_association",
        ],
        &["route_table_id"],
        &["aws_route_table", "aws_default_route_table"],
    ),
    entry(
        &[
            "aws_route_table_association",
            "aws_network_acl_association",
            "aws_vpc_endpoint_subnet_association",
        ],
        &["subnet_id"],
        &["aws_subnet", "aws_default_subnet"],
    ),
    entry(
        &["aws_flow_log"],
        &["vpc_id"],
        &["aws_vpc", "aws_default_vpc"],
    ),
    entry(
        &["aws_flow_log"],
        &["subnet_id"],
        &["aws_subnet", "aws_default_subnet"],
    ),
    entry(
        &[
            "aws_internet_gateway",
            "aws_vpc_endpoint",
            "aws_main_route_table_association",
            "aws_vpc_dhcp_options_association",
            "aws_internet_gateway_attachment",
        ],
        &["vpc_id"],
        &["aws_vpc", "aws_default_vpc"],
    ),
    entry(LISTENER, &["load_balancer_arn"], LOAD_BALANCER),
    entry(
        &[
            "aws_lb_listener_rule",
            "aws_alb_listener_rule",
            "aws_lb_listener_certificate",
            "aws_alb_listener_certificate",
        ],
        &["listener_arn"],
        LISTENER,
    ),
    entry(
        &[
            "aws_lb_target_group_attachment",
            "aws_alb_target_group_attachment",
        ],
        &["target_group_arn"],
        &["aws_lb_target_group", "aws_alb_target_group"],
    ),
    entry(
        &[
            "aws_wafv2_web_acl_association",
            "aws_wafregional_web_acl_association",
            "aws_shield_protection",
        ],
        &["resource_arn"],
        &[
            "aws_lb",
            "aws_alb",
            "aws_api_gateway_stage",
            "aws_cognito_user_pool",
            "aws_appsync_graphql_api",
            "aws_cloudfront_distribution",
            "aws_eip",
        ],
    ),
    entry(
        &["aws_wafv2_web_acl_association"],
        &["web_acl_arn"],
        &["aws_wafv2_web_acl"],
    ),
    entry(
        &["aws_wafv2_web_acl_logging_configuration"],
        &["resource_arn"],
        &["aws_wafv2_web_acl"],
    ),
    entry(
        &[
            "aws_route53_query_log",
            "aws_route53_record",
            "aws_route53_hosted_zone_dnssec",
            "aws_route53_key_signing_key",
        ],
        &["zone_id", "hosted_zone_id"],
        &["aws_route53_zone"],
    ),
    entry(
        &["aws_networkfirewall_logging_configuration"],
        &["firewall_arn"],
        &["aws_networkfirewall_firewall"],
    ),
    entry(
        &["aws_wafregional_web_acl_association"],
        &["web_acl_id"],
        &["aws_wafregional_web_acl"],
    ),
    entry(
        &["aws_cloudfront_distribution"],
        &["web_acl_id"],
        &["aws_wafv2_web_acl", "aws_waf_web_acl"],
    ),
    entry(
        &[
            "aws_vpc_endpoint_policy",
            "aws_vpc_endpoint_route_table_association",
        ],
        &["vpc_endpoint_id"],
        &["aws_vpc_endpoint"],
    ),
    entry(&["aws_elb_attachment"], &["elb"], &["aws_elb"]),
    entry(
        &[
            "aws_lb_cookie_stickiness_policy",
            "aws_app_cookie_stickiness_policy",
        ],
        &["load_balancer"],
        &["aws_elb"],
    ),
];
