output "name" {
  description = "Name of the environment."
  value       = module.environment.name
}

output "environment" {
  description = "This environment's section of superbowleto.yml, with the names and endpoints in AWS. `sbw init` reads it."
  value       = module.environment.environment
}

output "project" {
  description = "The part of superbowleto.yml that all environments share. `sbw init` reads it."
  value       = module.environment.project
}

output "api_url" {
  description = "URL of the API, without a path such as /boletos."
  value       = module.environment.api_url
}

output "usage_plan_id" {
  description = "Id of the usage plan. The API accepts only keys that are in it."
  value       = module.environment.usage_plan_id
}

output "policy_arns" {
  description = "ARNs of the policies: operator, ci, reader."
  value       = module.environment.policy_arns
}

output "role_arns" {
  description = "ARNs of the roles for which `people` names someone: operator, ci, reader."
  value       = module.environment.role_arns
}

output "dashboard" {
  description = "Name of the dashboard in CloudWatch."
  value       = module.environment.dashboard
}

output "internet_address" {
  description = "Address from which the banks are called. Null if no bank is connected."
  value       = module.environment.internet_address
}

output "payer_page_target" {
  description = "Name and zone to which the DNS of the payer page's own domain points; null without one."
  value       = module.environment.payer_page_target
}
