output "url" {
  description = "Where the API answers; a path such as /boletos comes after it."
  value       = aws_api_gateway_stage.this.invoke_url
}

output "usage_plan_id" {
  description = "Usage plan that an API key must be in to be let through."
  value       = aws_api_gateway_usage_plan.this.id
}

output "name" {
  description = "Name of the API, as its metrics have it."
  value       = aws_api_gateway_rest_api.this.name
}

output "stage" {
  description = "Name of the stage, as the API's metrics have it."
  value       = aws_api_gateway_stage.this.stage_name
}

output "arn" {
  description = "ARN of the API, as API Gateway's own policies name it."
  value       = aws_api_gateway_rest_api.this.arn
}
