variable "name" {
  type = string
}

variable "team" {
  type = string
}

variable "settings" {
  type = object({
    priority = number
    size     = string
    storage  = number
    version  = string
  })
}

variable "vpc_id" {
  type = string
}

variable "subnet_ids" {
  type = list(string)
}

variable "subnet_group" {
  type = string
}

variable "cluster" {
  type = string
}

variable "listener_arn" {
  type = string
}

locals {
  tags = {
    Name    = var.name
    team    = var.team
    service = var.name
  }
}

resource "aws_kms_key" "main" {
  description             = "Data of ${var.name}"
  enable_key_rotation     = true
  deletion_window_in_days = 30
  tags                    = local.tags
}

resource "aws_kms_alias" "main" {
  name          = "alias/${var.name}"
  target_key_id = aws_kms_key.main.key_id
}

output "endpoint" {
  value = aws_db_instance.main.endpoint
}
