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
