output "url" {
  description = "Where the API answers; a path such as /boletos comes after it."
  value       = aws_api_gateway_stage.this.invoke_url
}

output "usage_plan_id" {
  description = "Usage plan that an API key must be in to be let through."
  value       = aws_api_gateway_usage_plan.this.id
}
