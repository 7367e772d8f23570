output "environment" {
  description = "What superbowleto.yml says of this environment, as it stands in AWS."
  value       = module.environment.environment
}

output "api_url" {
  description = "Where the API answers; a path such as /boletos comes after it."
  value       = module.environment.api_url
}

output "usage_plan_id" {
  description = "Usage plan that an API key must be in to be let through."
  value       = module.environment.usage_plan_id
}

output "operator_policy_arn" {
  description = "Policy for operators and CI."
  value       = module.environment.operator_policy_arn
}

output "internet_address" {
  description = "Address that the banks see; null where no bank is connected."
  value       = module.environment.internet_address
}
