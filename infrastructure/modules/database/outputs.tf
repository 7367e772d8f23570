output "instance" {
  description = "Name of the RDS instance."
  value       = aws_db_instance.this.identifier
}

output "arn" {
  description = "ARN of the RDS instance."
  value       = aws_db_instance.this.arn
}

output "host" {
  description = "Host name that the functions connect to."
  value       = aws_db_instance.this.address
}

output "port" {
  description = "Port that the functions connect to."
  value       = aws_db_instance.this.port
}

output "name" {
  description = "Name of the database inside the instance."
  value       = aws_db_instance.this.db_name
}

output "user" {
  description = "User that the functions log in as."
  value       = aws_db_instance.this.username
}
