output "name" {
  description = "Name of the environment."
  value       = module.environment.name
}

output "environment" {
  description = "What superbowleto.yml says of this environment, as it stands in AWS. `sbw init` reads it."
  value       = module.environment.environment
}

output "project" {
  description = "What superbowleto.yml says of all environments. `sbw init` reads it."
  value       = module.environment.project
}

output "api_url" {
  description = "Where the API answers; a path such as /boletos comes after it."
  value       = module.environment.api_url
}

output "usage_plan_id" {
  description = "Usage plan that an API key must be in to be let through."
  value       = module.environment.usage_plan_id
}

output "policy_arns" {
  description = "Policies by who takes them: operator, ci, reader."
  value       = module.environment.policy_arns
}

output "role_arns" {
  description = "Roles by who takes them, as far as `people` names somebody."
  value       = module.environment.role_arns
}

output "dashboard" {
  description = "Name of the dashboard in CloudWatch."
  value       = module.environment.dashboard
}

output "internet_address" {
  description = "Address that the banks see; null where no bank is connected."
  value       = module.environment.internet_address
}
