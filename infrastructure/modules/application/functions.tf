# Terraform creates a function, its role and what is around it. `sbw deploy` deploys the code. So what `sbw` changes with
# every release has only a first value here, which Terraform ignores afterwards.

resource "aws_lambda_function" "this" {
  for_each = var.functions

  function_name = "${var.name}-${each.key}"
  description   = "Function ${each.key} of ${var.name}"
  role          = aws_iam_role.function[each.key].arn
  runtime       = "nodejs22.x"
  architectures = ["arm64"] # the artifact contains only JavaScript
  filename      = "${path.module}/inert.zip"
  handler       = "index.handler"
  memory_size   = each.value.memory
  timeout       = each.value.timeout
  publish       = true # the alias needs a version, which no deploy changes

  # Not by default: a new account has ten environments in all, and AWS lets nobody reserve those.
  reserved_concurrent_executions = try(var.reserved_concurrency[each.key], -1)

  environment {
    variables = merge(var.variables, local.queue_variables, each.value.rotates ? var.rotation.variables : {})
  }

  vpc_config {
    subnet_ids         = var.subnet_ids
    security_group_ids = [var.security_group_id]
  }

  lifecycle {
    ignore_changes = [
      filename, source_code_hash, s3_bucket, s3_key, s3_object_version, handler, memory_size, timeout,
      reserved_concurrent_executions, # an operator who stops a function in an incident sets 0
    ]
  }

  # Lambda uses the role to put the function into the network. If there is no log group, it creates one without a
  # retention period.
  depends_on = [aws_iam_role_policy.function, aws_cloudwatch_log_group.function]
}

# Every trigger points at this alias, never at the function itself.
resource "aws_lambda_alias" "current" {
  for_each = var.functions

  name             = "current"
  description      = "The release that answers; moved by sbw deploy"
  function_name    = aws_lambda_function.this[each.key].function_name
  function_version = aws_lambda_function.this[each.key].version

  lifecycle {
    ignore_changes = [function_version, routing_config, description]
  }
}

resource "aws_cloudwatch_log_group" "function" {
  for_each = var.functions

  name              = "/aws/lambda/${var.name}-${each.key}"
  retention_in_days = var.log_days
}

locals {
  # Policies use this ARN: with a reference to the resource, a plan that changes the resource could not show them.
  log_groups = { for name in keys(var.functions) : name => aws_cloudwatch_log_group.function[name] }
}
