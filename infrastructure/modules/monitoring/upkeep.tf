# Alarms on what people do, or do not: both are told seldom, so that what is not told stays as it was told last.

# The sweep tells it once an hour, of a password that `sbw` has set. That it tells nothing is the pending age's alarm.
resource "aws_cloudwatch_metric_alarm" "password_age" {
  alarm_name        = "${var.name}-password-age"
  alarm_description = "The database's password is older than ${var.password_days} days. ${local.runbook}: an old password."

  namespace   = "superbowleto"
  metric_name = "PasswordAge"
  dimensions  = { environment = var.environment }
  statistic   = "Minimum" # an environment of execution that has not looked again yet would tell the old one's

  period              = 3600
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = var.password_days * 24 * 60 * 60
  treat_missing_data  = "ignore" # it is as old as it was

  alarm_actions = local.actions
  ok_actions    = local.actions
}

# `sbw` tells how each deploy and each rollback ended. Between two of them nothing is told, and what the last one left is as it was.
resource "aws_cloudwatch_metric_alarm" "deploy_failed" {
  alarm_name        = "${var.name}-deploy-failed"
  alarm_description = "The last deploy or rollback did not end with every function in service. ${local.runbook}: a deploy failed."

  namespace   = "superbowleto"
  metric_name = "DeployFailed"
  dimensions  = { environment = var.environment }
  statistic   = "Maximum"

  period              = 60
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  treat_missing_data  = "ignore"

  alarm_actions = local.actions
  ok_actions    = local.actions
}
