mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  name             = "sandbox-superbowleto"
  bucket           = "sandbox-superbowleto-artifacts"
  operations_table = "sandbox-superbowleto-operations"
  api_arn          = "arn:aws:apigateway:us-east-1::/restapis/a1b2c3"
  arns = {
    functions  = "arn:aws:lambda:us-east-1:222222222222:function:sandbox-superbowleto-"
    log_groups = "arn:aws:logs:us-east-1:222222222222:log-group:/aws/lambda/sandbox-superbowleto-"
    schedules  = "arn:aws:events:us-east-1:222222222222:rule/sandbox-superbowleto-"
  }
  credstash        = { table_arn = "arn:aws:dynamodb:us-east-1:222222222222:table/s", key_arn = "arn:aws:kms:us-east-1:222222222222:key/k" }
  password_secrets = ["sandbox/database/password"]
  page_key_secret  = "sandbox/payer-page/key"
  database_arn     = "arn:aws:rds:us-east-1:222222222222:db:sandbox-superbowleto"
  queue_arns       = { queues = ["arn:aws:sqs:us-east-1:222222222222:q"], dead_letters = ["arn:aws:sqs:us-east-1:222222222222:d"] }
}

run "ci_operators_and_readers_have_a_role_each" {
  command = plan

  module {
    source = "../deployment"
  }

  variables {
    ci = {
      provider_arn = "arn:aws:iam::222222222222:oidc-provider/token.actions.githubusercontent.com"
      subjects     = ["repo:example/superbowleto:environment:sandbox"]
    }
    operators = ["arn:aws:iam::222222222222:user/ana"]
    readers   = ["arn:aws:iam::222222222222:role/support"]
  }

  assert {
    condition     = keys(aws_iam_role.this) == ["ci", "operator", "reader"]
    error_message = "A role is missing."
  }
}

run "ci_of_any_repository_and_a_whole_account_are_refused" {
  command = plan

  module {
    source = "../deployment"
  }

  variables {
    ci = {
      provider_arn = "arn:aws:iam::222222222222:oidc-provider/token.actions.githubusercontent.com"
      subjects     = ["repo:example/*"]
    }
    operators = ["arn:aws:iam::222222222222:root"]
  }

  expect_failures = [var.ci, var.operators]
}
