output "table" {
  description = "Name of the credstash table."
  value       = aws_dynamodb_table.credstash.name
}

output "table_arn" {
  description = "ARN of the credstash table."
  value       = aws_dynamodb_table.credstash.arn
}

output "key_alias" {
  description = "Alias of the key."
  value       = aws_kms_alias.credstash.name
}

output "key_arn" {
  description = "ARN of the key."
  value       = aws_kms_key.credstash.arn
}
