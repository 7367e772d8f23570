output "name" {
  description = "Name of the environment."
  value       = var.name
}

output "project" {
  description = "What superbowleto.yml says of all environments."
  value       = { for part in ["service", "scm", "build", "deploy", "functions", "queues"] : part => var.project[part] if can(var.project[part]) }
}

output "environment" {
  description = "What superbowleto.yml says of this environment, as it stands in AWS."
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
  description = "Where the API answers; a path such as /boletos comes after it."
  value       = module.api.url
}

output "usage_plan_id" {
  description = "Usage plan that an API key must be in to be let through."
  value       = module.api.usage_plan_id
}

output "policy_arns" {
  description = "Policies by who takes them: operator, ci, reader."
  value       = module.deployment.policy_arns
}

output "role_arns" {
  description = "Roles by who takes them, as far as `people` names somebody."
  value       = module.deployment.role_arns
}

output "dashboard" {
  description = "Name of the dashboard in CloudWatch."
  value       = module.monitoring.dashboard
}

output "internet_address" {
  description = "Address that the banks see; null where no bank is connected."
  value       = module.network.internet_address
}
