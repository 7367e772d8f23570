# From the top: what callers see, the boletos, and the resources below.

locals {
  # Title => its metrics (each a list of namespace, name and dimensions) and their statistic.
  widgets = [
    { title = "Requests and failures", stat = "Sum", metrics = [
      for name in ["Count", "4XXError", "5XXError"] : concat(["AWS/ApiGateway", name], local.api_dimensions)
    ] },
    { title = "Latency of the API, p95, ms", stat = "p95", metrics = [
      for name in ["Latency", "IntegrationLatency"] : concat(["AWS/ApiGateway", name], local.api_dimensions)
    ] },
    { title = "Boletos", stat = "Sum", metrics = [
      for name in ["Issued", "Registered", "Refused", "Failed"] : concat(["superbowleto", name], local.environment)
    ] },
    { title = "Seconds the oldest has waited for its registration", stat = "Maximum", metrics = [
      concat(["superbowleto", "PendingAge"], local.environment)
    ] },
    { title = "Banks, p95, ms", stat = "p95", metrics = [
      concat(["superbowleto", "BankLatency"], local.environment)
    ] },
    { title = "Messages", stat = "Maximum", metrics = [
      for queue in concat(values(var.queues), values(var.dead_letter_queues)) : ["AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", queue]
    ] },
    { title = "Errors of functions", stat = "Sum", metrics = [
      for function in values(var.functions) : ["AWS/Lambda", "Errors", "FunctionName", function]
    ] },
    { title = "Functions running at once", stat = "Maximum", metrics = [
      for function in values(var.functions) : ["AWS/Lambda", "ConcurrentExecutions", "FunctionName", function]
    ] },
    { title = "Connections to the database", stat = "Maximum", metrics = [
      concat(["AWS/RDS", "DatabaseConnections"], local.instance)
    ] },
    { title = "Processor of the database, %", stat = "Average", metrics = [
      concat(["AWS/RDS", "CPUUtilization"], local.instance)
    ] },
    { title = "Seconds since the password was set", stat = "Minimum", metrics = [
      concat(["superbowleto", "PasswordAge"], local.environment)
    ] },
    { title = "Deploys and rollbacks that failed", stat = "Sum", metrics = [
      concat(["superbowleto", "DeployFailed"], local.environment)
    ] },
  ]

  api_dimensions = ["ApiName", var.api.name, "Stage", var.api.stage]
  environment    = ["environment", var.environment]
  instance       = ["DBInstanceIdentifier", var.database.instance]
}

data "aws_region" "current" {}

resource "aws_cloudwatch_dashboard" "this" {
  dashboard_name = var.name

  dashboard_body = jsonencode({
    widgets = [
      for index, widget in local.widgets : {
        type   = "metric"
        x      = 12 * (index % 2)
        y      = 6 * floor(index / 2)
        width  = 12
        height = 6
        properties = {
          title   = widget.title
          region  = data.aws_region.current.name
          stat    = widget.stat
          period  = 60
          view    = "timeSeries"
          metrics = widget.metrics
        }
      }
    ]
  })
}
