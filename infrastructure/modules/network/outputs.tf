output "vpc_id" {
  description = "Id of the VPC."
  value       = aws_vpc.this.id
}

output "subnet_ids" {
  description = "Ids of the private subnets, one a zone."
  value       = values(aws_subnet.private)[*].id
}

output "functions_security_group_id" {
  description = "Security group of the functions."
  value       = aws_security_group.functions.id
}

output "internet_address" {
  description = "Address that the functions' calls to the internet come from; null where there is no way to it."
  value       = one(aws_eip.internet[*].public_ip)
}
