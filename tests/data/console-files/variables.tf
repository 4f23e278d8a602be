# Unknown to the console, which asks for no value.
variable "text" {
  type = string
}

variable "count_of" {
  type = number
}

variable "flag" {
  type = bool
}

variable "texts" {
  type = list(string)
}

variable "names" {
  type = set(string)
}

variable "tags" {
  type = map(string)
}

variable "thing" {
  type = object({ a = string, b = number })
}

variable "anything" {}

# Known and sensitive.
variable "secret" {
  type      = string
  sensitive = true
  default   = "hidden"
}

variable "secret_list" {
  type      = list(string)
  sensitive = true
  default   = ["a", "b"]
}

terraform {
  required_providers {
    terraform = {
      source = "terraform.io/builtin/terraform"
    }
  }
}
