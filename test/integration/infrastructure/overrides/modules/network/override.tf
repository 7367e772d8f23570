# moto 5 forgets the descriptions of rules.
resource "aws_vpc_security_group_ingress_rule" "endpoints_from_functions" {
  lifecycle {
    ignore_changes = [description]
  }
}

resource "aws_vpc_security_group_egress_rule" "functions_to_endpoints" {
  lifecycle {
    ignore_changes = [description]
  }
}

resource "aws_vpc_security_group_egress_rule" "functions_to_internet" {
  lifecycle {
    ignore_changes = [description]
  }
}

resource "aws_vpc_security_group_egress_rule" "functions_to_gateways" {
  lifecycle {
    ignore_changes = [description]
  }
}
