# Triggers: queues and schedules. The module `api` has the routes.

locals {
  takes_queue = { for name, function in var.functions : name => function if function.queue != null }
  scheduled   = { for name, function in var.functions : name => function if function.schedule != null }
}

resource "aws_lambda_event_source_mapping" "queue" {
  for_each = local.takes_queue

  event_source_arn        = aws_sqs_queue.this[each.value.queue].arn
  function_name           = aws_lambda_alias.current[each.key].arn
  batch_size              = each.value.batch_size
  function_response_types = ["ReportBatchItemFailures"]

  # Otherwise a slow bank lets this function take the account's environments and the database's connections.
  dynamic "scaling_config" {
    for_each = each.value.at_once == null ? [] : [each.value.at_once]

    content {
      maximum_concurrency = scaling_config.value
    }
  }

  # Lambda refuses a queue from which the function's role may not receive.
  depends_on = [aws_iam_role_policy.function]
}

resource "aws_cloudwatch_event_rule" "schedule" {
  for_each = local.scheduled

  name                = "${var.name}-${each.key}"
  description         = "Runs ${each.key} of ${var.name}"
  schedule_expression = each.value.schedule
}

resource "aws_cloudwatch_event_target" "schedule" {
  for_each = local.scheduled

  rule      = aws_cloudwatch_event_rule.schedule[each.key].name
  target_id = each.key
  arn       = aws_lambda_alias.current[each.key].arn
}

resource "aws_lambda_permission" "schedule" {
  for_each = local.scheduled

  statement_id  = "schedule"
  action        = "lambda:InvokeFunction"
  principal     = "events.amazonaws.com"
  source_arn    = aws_cloudwatch_event_rule.schedule[each.key].arn
  function_name = aws_lambda_alias.current[each.key].function_name
  qualifier     = aws_lambda_alias.current[each.key].name
}
