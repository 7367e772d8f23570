output "bucket" {
  description = "Name of the bucket of artifacts."
  value       = module.artifacts.name
}

output "operations_table" {
  description = "Name of the table of locks and releases."
  value       = aws_dynamodb_table.operations.name
}

output "policy_arns" {
  description = "ARNs of the policies: operator, ci, reader."
  value       = { for name, policy in aws_iam_policy.this : name => policy.arn }
}

output "role_arns" {
  description = "ARNs of the roles that someone may assume: operator, ci, reader."
  value       = { for name, role in aws_iam_role.this : name => role.arn }
}

output "policies" {
  description = "Each policy as JSON."
  value       = { for name, policy in local.policies : name => policy.document }
}
