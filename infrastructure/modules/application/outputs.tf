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
