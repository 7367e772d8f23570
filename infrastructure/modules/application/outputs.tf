output "lambdas" {
  description = "Functions by name, as `api-endpoint` takes one: deployed name, alias, and the ARN that API Gateway invokes."
  value = {
    for name, alias in aws_lambda_alias.current : name => {
      name       = alias.function_name
      alias      = alias.name
      invoke_arn = alias.invoke_arn
    }
  }
}

output "function_arns" {
  description = "ARNs of the functions."
  value       = [for name in keys(var.functions) : local.function_arns[name]]
}

output "queue_arns" {
  description = "ARNs of the queues, and of their dead-letter queues."
  value = {
    queues       = [for queue in values(local.queues) : queue.arn]
    dead_letters = [for queue in values(local.dead_letters) : queue.arn]
  }
}
