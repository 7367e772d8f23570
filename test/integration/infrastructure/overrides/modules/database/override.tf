# moto 5 does not return which parameters were set.
resource "aws_db_parameter_group" "this" {
  lifecycle {
    ignore_changes = [parameter]
  }
}

# moto 5 forgets the descriptions of rules.
resource "aws_vpc_security_group_ingress_rule" "from_functions" {
  lifecycle {
    ignore_changes = [description]
  }
}

resource "aws_vpc_security_group_egress_rule" "functions_to_database" {
  lifecycle {
    ignore_changes = [description]
  }
}
