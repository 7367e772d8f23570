output "lambdas" {
  description = "Functions by name, in the form for `api-endpoint`: deployed name, alias, and the ARN that API Gateway invokes."
  value = {
    for name, alias in aws_lambda_alias.current : name => {
      name       = alias.function_name
      alias      = alias.name
      invoke_arn = alias.invoke_arn
    }
  }
}

output "arns" {
  description = "Beginning of the ARNs of every function, log group and schedule. No ARN of another service begins so."
  value = {
    functions  = "${local.arn_prefix["lambda"]}:function:${var.name}-"
    log_groups = "${local.arn_prefix["logs"]}:log-group:/aws/lambda/${var.name}-"
    schedules  = "${local.arn_prefix["events"]}:rule/${var.name}-"
  }
}

output "queue_arns" {
  description = "ARNs of the queues and of their dead-letter queues."
  value = {
    queues       = [for queue in values(local.queues) : queue.arn]
    dead_letters = [for queue in values(local.dead_letters) : queue.arn]
  }
}

output "policies" {
  description = "The policy of each function's role, as JSON."
  value       = { for name, document in data.aws_iam_policy_document.function : name => document.json }
}

output "function_names" {
  description = "Deployed names of the functions by their names in superbowleto.yml."
  value       = { for name, function in aws_lambda_function.this : name => function.function_name }
}

output "queue_names" {
  description = "Deployed names of the queues and of their dead-letter queues, by the queue's name in superbowleto.yml."
  value = {
    queues       = { for name, queue in aws_sqs_queue.this : name => queue.name }
    dead_letters = { for name, queue in aws_sqs_queue.dead_letter : name => queue.name }
  }
}

output "page_key_secret" {
  description = "Name in credstash of the key that signs links to the payer's page."
  value       = local.page_key_secret
}

output "password_secrets" {
  description = "Names of the database's password in credstash: current and pending."
  value       = local.password_secrets
}
