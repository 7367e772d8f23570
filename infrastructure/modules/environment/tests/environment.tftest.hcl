# A complete environment with mocked AWS resources: what superbowleto.yml defines, and what it may not define.

mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  name           = "sandbox"
  project        = yamldecode(file("../../../superbowleto.yml"))
  network_cidr   = "10.21.0.0/16"
  operator_cidrs = []
  log_days       = 30
  throttle       = { rate = 20, burst = 40 }
  key_throttle   = { rate = 10, burst = 20 }
  quota          = 1000
  monthly_budget = 100
  database       = { class = "db.t4g.micro", multi_az = false, storage = 20, max_storage = 50, backup_days = 7, connections = 60 }
}

run "is_made_of_the_project_file" {
  command = apply

  assert {
    condition     = output.environment.database == { instance = "sandbox-superbowleto", name = "superbowleto", user = "superbowleto" }
    error_message = "The database is not the one of superbowleto.yml."
  }

  assert {
    condition     = jsonencode(output.project.functions) == jsonencode(var.project.functions) && output.project.service == "superbowleto"
    error_message = "What sbw init reads is not what superbowleto.yml says."
  }

  assert {
    condition     = output.role_arns == {} && keys(output.policy_arns) == ["ci", "operator", "reader"]
    error_message = "Somebody may assume a role although nobody was named."
  }

  assert {
    condition     = output.internet_address == null
    error_message = "There is a way to the internet although no bank is connected."
  }
}

run "refuses_a_cluster" {
  command = plan

  variables {
    project = merge(yamldecode(file("../../../superbowleto.yml")), {
      environment = { sandbox = { database = { cluster = "sandbox-superbowleto", name = "superbowleto", user = "superbowleto" } } }
    })
  }

  expect_failures = [var.project]
}

run "refuses_a_variable_of_the_shell_in_a_name_and_a_bank_without_tls" {
  command = plan

  variables {
    banks = { bradesco_url = "http://bank.example" }
    project = merge(yamldecode(file("../../../superbowleto.yml")), {
      environment = { sandbox = { database = { instance = "$${NAME}", name = "superbowleto", user = "superbowleto" } } }
    })
  }

  expect_failures = [var.project, var.banks]
}

run "refuses_every_queue_of_another_account_at_once" {
  command = plan

  variables {
    owner_queue_arns = ["arn:aws:sqs:us-east-1:999999999999:*"]
  }

  expect_failures = [var.owner_queue_arns]
}
