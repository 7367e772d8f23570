# Alarms about the work of operators. Both metrics are rare, so without data an alarm keeps its state.

# The sweep reports the age once an hour, if `sbw` has set the password. If it does not run, the alarm of the pending age rings.
resource "aws_cloudwatch_metric_alarm" "password_age" {
  alarm_name        = "${var.name}-password-age"
  alarm_description = "The database's password is older than ${var.password_days} days. ${local.runbook}: an old password."

  namespace   = "superbowleto"
  metric_name = "PasswordAge"
  dimensions  = { environment = var.environment }
  statistic   = "Minimum" # an execution environment may still report the age of the previous password

  period              = 3600
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = var.password_days * 24 * 60 * 60
  treat_missing_data  = "ignore" # without data the password has the same age

  alarm_actions = local.actions
  ok_actions    = local.actions
}

# `sbw` reports how each deploy and each rollback ended. Between two of them there is no data, and nothing changes.
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
