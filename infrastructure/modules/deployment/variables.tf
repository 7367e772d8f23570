variable "name" {
  description = "Prefix of the policy: `<environment>-<service>`."
  type        = string
}

variable "bucket" {
  description = "Name of the bucket of artifacts, unique in all of AWS."
  type        = string
}

variable "operations_table" {
  description = "Name of the table of locks and releases."
  type        = string
}

variable "function_arns" {
  description = "ARNs of the functions that an operator deploys and invokes."
  type        = list(string)
}

variable "credstash" {
  description = "ARNs of the credstash table and of its key."
  type        = object({ table_arn = string, key_arn = string })
}

variable "database_arn" {
  description = "ARN of the RDS instance whose password an operator rotates."
  type        = string
}

variable "queue_arns" {
  description = "ARNs of the queues, and of their dead-letter queues, whose messages an operator counts and moves back."
  type        = object({ queues = list(string), dead_letters = list(string) })
}
