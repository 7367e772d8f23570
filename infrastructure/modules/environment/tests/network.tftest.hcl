mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  name = "sandbox-superbowleto"
}

run "network_has_no_way_out_by_itself" {
  command = apply

  module {
    source = "../network"
  }

  assert {
    condition     = output.internet_address == null && keys(aws_vpc_endpoint.interface) == ["kms", "sqs"]
    error_message = "There is a way out that nobody asked for."
  }

  assert {
    condition     = length(aws_subnet.private) == 2 && length(distinct(values(aws_subnet.private)[*].cidr_block)) == 2
    error_message = "The database needs two subnets."
  }
}

run "network_leads_to_the_api_of_rds_where_that_is_called" {
  command = plan

  module {
    source = "../network"
  }

  variables {
    rds_api = true
  }

  assert {
    condition     = contains(keys(aws_vpc_endpoint.interface), "rds")
    error_message = "A scheduled rotation cannot call RDS."
  }
}

run "network_of_one_zone_or_of_any_size_is_refused" {
  command = plan

  module {
    source = "../network"
  }

  variables {
    zones = ["a", "a"]
    cidr  = "10.0.0.0/8"
  }

  expect_failures = [var.zones, var.cidr]
}
