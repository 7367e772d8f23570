mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  environment        = "live"
  name               = "live-superbowleto"
  functions          = { create-boleto = "live-superbowleto-create-boleto" }
  api                = { name = "live-superbowleto", stage = "live" }
  queues             = { boletos-to-register = "live-boletos-to-register" }
  dead_letter_queues = { boletos-to-register = "live-boletos-to-register-dead-letter" }
  database           = { instance = "live-superbowleto", connections = 600 }
  monthly_budget     = 100
}

run "silence_of_the_sweep_is_an_alarm" {
  command = plan

  module {
    source = "../monitoring"
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.pending_age.treat_missing_data == "breaching"
    error_message = "Nobody is told when the sweep does not run."
  }

  assert {
    condition     = length(aws_cloudwatch_metric_alarm.pending_age.alarm_actions) == 0 && length(aws_budgets_budget.month.notification) == 0
    error_message = "Somebody is told although no topic was named."
  }

  assert {
    condition     = length(jsondecode(aws_cloudwatch_dashboard.this.dashboard_body).widgets) == 12
    error_message = "The dashboard lacks a widget."
  }
}

run "a_wallet_with_few_numbers_left_is_an_alarm" {
  command = plan

  module {
    source = "../monitoring"
  }

  assert {
    condition = (
      aws_cloudwatch_metric_alarm.title_ids.threshold == 80 &&
      aws_cloudwatch_metric_alarm.title_ids.metric_name == "TitleIdsUsed" &&
      aws_cloudwatch_metric_alarm.title_ids.dimensions == tomap({ environment = "live" }) &&
      aws_cloudwatch_metric_alarm.title_ids.statistic == "Maximum"
    )
    error_message = "Nobody is told before a wallet has no numbers left."
  }
}

run "what_is_told_seldom_stays_as_it_was_told_last" {
  command = plan

  module {
    source = "../monitoring"
  }

  variables {
    password_days = 30
  }

  assert {
    condition = alltrue([
      for alarm in [aws_cloudwatch_metric_alarm.password_age, aws_cloudwatch_metric_alarm.deploy_failed] :
      alarm.treat_missing_data == "ignore" && alarm.namespace == "superbowleto" && alarm.dimensions == tomap({ environment = "live" })
    ])
    error_message = "An alarm forgets what was told, or looks elsewhere."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.password_age.threshold == 30 * 86400
    error_message = "The password may be older than was said."
  }
}

run "alarms_and_budget_tell_the_topic" {
  command = plan

  module {
    source = "../monitoring"
  }

  variables {
    alarm_topic = "arn:aws:sns:us-east-1:222222222222:alarms"
  }

  assert {
    condition = alltrue([
      for alarm in concat(
        [
          aws_cloudwatch_metric_alarm.pending_age, aws_cloudwatch_metric_alarm.server_errors, aws_cloudwatch_metric_alarm.latency,
          aws_cloudwatch_metric_alarm.connections, aws_cloudwatch_metric_alarm.storage,
          aws_cloudwatch_metric_alarm.password_age, aws_cloudwatch_metric_alarm.deploy_failed, aws_cloudwatch_metric_alarm.title_ids,
        ],
        values(aws_cloudwatch_metric_alarm.dead_letter),
        values(aws_cloudwatch_metric_alarm.errors),
        values(aws_cloudwatch_metric_alarm.throttles),
      ) : alarm.alarm_actions == toset([var.alarm_topic])
    ])
    error_message = "An alarm tells nobody."
  }

  assert {
    condition     = length(aws_budgets_budget.month.notification) == 2
    error_message = "The budget tells nobody."
  }
}
