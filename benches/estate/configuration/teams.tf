module "team_0" {
  source   = "./service"
  for_each = var.services["team-0"]

  name         = "team-0-${each.key}"
  team         = "team-0"
  settings     = each.value
  vpc_id       = aws_vpc.main.id
  subnet_ids   = [for subnet in aws_subnet.private : subnet.id]
  subnet_group = aws_db_subnet_group.main.name
  cluster      = aws_ecs_cluster.main.id
  listener_arn = aws_lb_listener.main.arn
}
