//! A database is a target by its address.

use super::{BASE, answer, files};

/// A database, and how it is registered with the target group of `network.tf`, which keeps no addresses of clients here.
const DATABASE: &str = r#"
resource "aws_security_group" "database" {
  vpc_id = aws_vpc.main.id

  ingress {
    from_port   = 5432
    to_port     = 5432
    protocol    = "tcp"
    cidr_blocks = ["10.0.1.0/24"]
  }
}

resource "aws_db_subnet_group" "main" {
  subnet_ids = [aws_subnet.private.id]
}

resource "aws_db_instance" "main" {
  engine                 = "postgres"
  instance_class         = "db.t4g.medium"
  allocated_storage      = 20
  db_subnet_group_name   = aws_db_subnet_group.main.name
  vpc_security_group_ids = [aws_security_group.database.id]
}

data "dns_a_record_set" "database" {
  host = aws_db_instance.main.address
}

resource "aws_lb_target_group_attachment" "database" {
  target_group_arn = aws_lb_target_group.web.arn
  target_id        = ADDRESS
}
"#;

#[test]
fn a_database_is_registered_by_its_address() {
    for (name, address, group, open) in [
        (
            "looked up",
            "data.dns_a_record_set.database.addrs[0]",
            "target_type = \"ip\"\n  port = 5432",
            Some(true),
        ),
        (
            "by its name",
            "aws_db_instance.main.address",
            "target_type = \"ip\"\n  port = 5432",
            Some(true),
        ),
        (
            "another port",
            "aws_db_instance.main.address",
            "target_type = \"ip\"\n  port = 5433",
            Some(false),
        ),
        (
            "an unknown port",
            "aws_db_instance.main.address",
            "target_type = \"ip\"\n  port = var.x",
            None,
        ),
        (
            "somebody",
            "\"10.0.2.15\"",
            "target_type = \"ip\"\n  port = 5432",
            Some(false),
        ),
    ] {
        let mut files = files(&[BASE, "network.tf"], None);
        let text = &mut files[1].1;
        *text = text.replace("  port     = 8080", &format!("  {group}"));
        assert!(text.contains(group), "{name}");
        let database = DATABASE.replace("ADDRESS", address);
        files.push(("database.tf".to_owned(), database + "\nvariable \"x\" {}\n"));
        let found = answer(files, "aws_db_instance.main");
        found.assert(name, open);
    }
}
