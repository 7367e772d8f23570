# Each alarm is about something that users notice, and its description names a section of docs/operations.md. A missing
# metric has two meanings: no calls of the API are no failure, but a sweep that does not run is one.

locals {
  actions = var.alarm_topic == null ? [] : [var.alarm_topic]
  runbook = "See docs/operations.md"
}

# The sweep reports this every minute, so no data is a failure as well.
resource "aws_cloudwatch_metric_alarm" "pending_age" {
  alarm_name        = "${var.name}-pending-age"
  alarm_description = "A boleto has waited for its registration for more than ${var.pending_minutes} minutes, or nobody looks any more: a bank is down, or process-boletos-to-register does not run. ${local.runbook}: a bank is down."

  namespace   = "superbowleto"
  metric_name = "PendingAge"
  dimensions  = { environment = var.environment }
  statistic   = "Maximum"

  period              = 60
  evaluation_periods  = 5
  comparison_operator = "GreaterThanThreshold"
  threshold           = var.pending_minutes * 60
  treat_missing_data  = "breaching"

  alarm_actions = local.actions
  ok_actions    = local.actions
}

# Messages here are not retried: a boleto that failed, or a message without one.
resource "aws_cloudwatch_metric_alarm" "dead_letter" {
  for_each = var.dead_letter_queues

  alarm_name        = "${each.value}-not-empty"
  alarm_description = "Something lies in ${each.value} that nobody takes up again by itself. ${local.runbook}: a queue growing."

  namespace   = "AWS/SQS"
  metric_name = "ApproximateNumberOfMessagesVisible"
  dimensions  = { QueueName = each.value }
  statistic   = "Maximum"

  period              = 300
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  treat_missing_data  = "notBreaching" # SQS sends no data about a queue that was not used for six hours

  alarm_actions = local.actions
  ok_actions    = local.actions
}

# A percentage, because a count depends on the traffic. At least five failures, so that one at night raises no alarm.
resource "aws_cloudwatch_metric_alarm" "server_errors" {
  alarm_name        = "${var.name}-5xx"
  alarm_description = "More than ${var.error_percent} % of the API's answers were 5xx for five minutes. ${local.runbook}: requests fail."

  comparison_operator = "GreaterThanThreshold"
  threshold           = var.error_percent
  evaluation_periods  = 5
  datapoints_to_alarm = 3
  treat_missing_data  = "notBreaching"

  metric_query {
    id          = "percent"
    expression  = "IF(errors >= 5, 100 * errors / requests, 0)"
    label       = "Answers that are 5xx, percent"
    return_data = true
  }

  dynamic "metric_query" {
    for_each = { errors = "5XXError", requests = "Count" }

    content {
      id = metric_query.key

      metric {
        namespace   = "AWS/ApiGateway"
        metric_name = metric_query.value
        dimensions  = local.api
        period      = 60
        stat        = "Sum"
      }
    }
  }

  alarm_actions = local.actions
  ok_actions    = local.actions
}

# A POST waits at most five seconds for a bank.
resource "aws_cloudwatch_metric_alarm" "latency" {
  alarm_name        = "${var.name}-latency"
  alarm_description = "One request in twenty takes longer than ${var.latency_seconds} s, for a quarter of an hour. ${local.runbook}: requests are slow."

  namespace          = "AWS/ApiGateway"
  metric_name        = "Latency"
  dimensions         = local.api
  extended_statistic = "p95"

  period                                = 300
  evaluation_periods                    = 3
  comparison_operator                   = "GreaterThanThreshold"
  threshold                             = var.latency_seconds * 1000
  treat_missing_data                    = "notBreaching"
  evaluate_low_sample_count_percentiles = "ignore"

  alarm_actions = local.actions
  ok_actions    = local.actions
}

# Errors of all versions: also of one that fails its first call in a deploy, before an alias moves to it.
resource "aws_cloudwatch_metric_alarm" "errors" {
  for_each = var.functions

  alarm_name        = "${each.value}-errors"
  alarm_description = "${each.value} threw, ran out of its time or memory, or a new version of it failed its first call in a deploy. ${local.runbook}: requests fail."

  namespace   = "AWS/Lambda"
  metric_name = "Errors"
  dimensions  = { FunctionName = each.value }
  statistic   = "Sum"

  period              = 300
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  treat_missing_data  = "notBreaching"

  alarm_actions = local.actions
  ok_actions    = local.actions
}

resource "aws_cloudwatch_metric_alarm" "throttles" {
  for_each = var.functions

  alarm_name        = "${each.value}-throttles"
  alarm_description = "Lambda turned calls of ${each.value} away for ten minutes: the account's concurrency is used up. ${local.runbook}: requests fail."

  namespace   = "AWS/Lambda"
  metric_name = "Throttles"
  dimensions  = { FunctionName = each.value }
  statistic   = "Sum"

  period              = 300
  evaluation_periods  = 2
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  treat_missing_data  = "notBreaching"

  alarm_actions = local.actions
  ok_actions    = local.actions
}

# Each POST that takes a number reports this, of its own wallet. The maximum is that of the fullest wallet in use.
resource "aws_cloudwatch_metric_alarm" "title_ids" {
  alarm_name        = "${var.name}-title-ids"
  alarm_description = "A wallet has used ${var.title_ids_percent} % of its numbers. When they run out, POST /boletos answers 409 for it. ${local.runbook}: a wallet runs out of numbers."

  namespace   = "superbowleto"
  metric_name = "TitleIdsUsed"
  dimensions  = { environment = var.environment }
  statistic   = "Maximum"

  period              = 3600
  evaluation_periods  = 1
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = var.title_ids_percent
  treat_missing_data  = "ignore" # without a POST nothing has changed

  alarm_actions = local.actions
  ok_actions    = local.actions
}

resource "aws_cloudwatch_metric_alarm" "connections" {
  alarm_name        = "${var.database.instance}-connections"
  alarm_description = "More than ${var.database.connections} connections to ${var.database.instance}: soon it takes no more. See docs/scale.md."

  namespace   = "AWS/RDS"
  metric_name = "DatabaseConnections"
  dimensions  = { DBInstanceIdentifier = var.database.instance }
  statistic   = "Maximum"

  period              = 60
  evaluation_periods  = 5
  comparison_operator = "GreaterThanThreshold"
  threshold           = var.database.connections
  treat_missing_data  = "breaching" # RDS reports it every minute while the database exists

  alarm_actions = local.actions
  ok_actions    = local.actions
}

# RDS grows the storage up to its limit. So this little is left only at the limit, or if the data grows too fast.
resource "aws_cloudwatch_metric_alarm" "storage" {
  alarm_name        = "${var.database.instance}-storage"
  alarm_description = "Less than 2 GiB of storage is free in ${var.database.instance}. Without any it stops. Raise max_storage."

  namespace   = "AWS/RDS"
  metric_name = "FreeStorageSpace"
  dimensions  = { DBInstanceIdentifier = var.database.instance }
  statistic   = "Minimum"

  period              = 300
  evaluation_periods  = 1
  comparison_operator = "LessThanThreshold"
  threshold           = 2 * 1024 * 1024 * 1024
  treat_missing_data  = "breaching"

  alarm_actions = local.actions
  ok_actions    = local.actions
}

locals {
  api = { ApiName = var.api.name, Stage = var.api.stage }
}
