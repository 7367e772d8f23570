output "name" {
  description = "Name of the environment."
  value       = var.name
}

output "project" {
  description = "The part of superbowleto.yml that all environments share."
  value       = { for part in ["service", "scm", "build", "deploy", "functions", "queues"] : part => var.project[part] if can(var.project[part]) }
}

output "environment" {
  description = "This environment's section of superbowleto.yml, with the names and endpoints in AWS."
  value = {
    account          = data.aws_caller_identity.current.account_id
    region           = data.aws_region.current.name
    s3_bucket        = module.deployment.bucket
    credstash        = { table = module.secrets.table, key = module.secrets.key_alias }
    operations_table = module.deployment.operations_table
    database         = { instance = module.database.instance, name = module.database.name, user = module.database.user }
  }
}

output "api_url" {
  description = "URL of the API, without a path such as /boletos."
  value       = module.api.url
}

output "usage_plan_id" {
  description = "Id of the usage plan. The API accepts only keys that are in it."
  value       = module.api.usage_plan_id
}

output "policy_arns" {
  description = "ARNs of the policies: operator, ci, reader."
  value       = module.deployment.policy_arns
}

output "role_arns" {
  description = "ARNs of the roles for which `people` names someone: operator, ci, reader."
  value       = module.deployment.role_arns
}

output "dashboard" {
  description = "Name of the dashboard in CloudWatch."
  value       = module.monitoring.dashboard
}

output "internet_address" {
  description = "Address from which the banks are called. Null if no bank is connected."
  value       = module.network.internet_address
}

output "payer_page_target" {
  description = "Name and zone to which the DNS of the payer page's own domain points; null without one."
  value       = module.api.domain_target
}
