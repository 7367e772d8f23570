output "vpc_id" {
  description = "Id of the VPC."
  value       = aws_vpc.this.id
}

output "subnet_ids" {
  description = "Ids of the private subnets, one for each zone."
  value       = values(aws_subnet.private)[*].id
}

output "functions_security_group_id" {
  description = "Security group of the functions."
  value       = aws_security_group.functions.id
}

output "internet_address" {
  description = "Address from which the functions call the internet. Null if they cannot."
  value       = one(aws_eip.internet[*].public_ip)
}
