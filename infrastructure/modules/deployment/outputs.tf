output "bucket" {
  description = "Name of the bucket of artifacts."
  value       = module.artifacts.name
}

output "operations_table" {
  description = "Name of the table of locks and releases."
  value       = aws_dynamodb_table.operations.name
}

output "operator_policy_arn" {
  description = "Policy for operators and CI."
  value       = aws_iam_policy.operator.arn
}
