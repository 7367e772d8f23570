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

output "operator_policy_arn" {
  description = "Policy for operators and CI."
  value       = module.deployment.operator_policy_arn
}

output "internet_address" {
  description = "Address that the banks see; null where no bank is connected."
  value       = module.network.internet_address
}
