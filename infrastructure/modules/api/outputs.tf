output "url" {
  description = "URL of the API, without a path such as /boletos."
  value       = aws_api_gateway_stage.this.invoke_url
}

output "usage_plan_id" {
  description = "Id of the usage plan. The API accepts only keys that are in it."
  value       = aws_api_gateway_usage_plan.this.id
}

output "name" {
  description = "Name of the API, a dimension of its metrics."
  value       = aws_api_gateway_rest_api.this.name
}

output "stage" {
  description = "Name of the stage, a dimension of the API's metrics."
  value       = aws_api_gateway_stage.this.stage_name
}

output "arn" {
  description = "ARN of the API for policies about API Gateway."
  value       = aws_api_gateway_rest_api.this.arn
}

# Not the stage's own attribute: the functions have this URL in a variable, and the stage depends on the functions.
output "stage_url" {
  description = "URL of the stage, from names that are known before there is a stage."
  value       = "https://${aws_api_gateway_rest_api.this.id}.execute-api.${data.aws_region.current.name}.${data.aws_partition.current.dns_suffix}/${var.stage}"
}

output "domain_target" {
  description = "Name and zone to which the DNS of the own domain points; null without one."
  value = var.domain == null ? null : {
    name    = aws_api_gateway_domain_name.this[0].regional_domain_name
    zone_id = aws_api_gateway_domain_name.this[0].regional_zone_id
  }
}
